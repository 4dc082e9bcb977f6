// Reads the webhooks of Fireflies.ai, which only name a meeting: what was said in it is asked from its API.
import type { Happening } from "../model/event.ts";
import { blankMeeting } from "./blank-meeting.ts";
import { firefliesAccount, firefliesDetails } from "./fireflies-details.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed } from "./signature.ts";
import { cut, isObject, longestId, textOf } from "./values.ts";

export const fireflies: Provider = {
  name: "fireflies",
  label: "Fireflies.ai",
  signature: "optional",
  secretHint: "Make one up of 16 to 32 letters and digits, and enter the same in Fireflies as the signing secret.",
  setup: [
    "In Fireflies open Integrations, Fireflies API, copy the API key, and save it on this page: the webhook only names the meeting, and Hookswitch asks for the rest with this key.",
    "Open app.fireflies.ai/integrations/api/webhook and enter the webhook address of this page as the webhook URL.",
    "Make up a signing secret, enter it there, and save the same on this page.",
    "Choose the events meeting.transcribed and meeting.summarized. On the plans Free and Pro, which allow 50 questions a day, choose meeting.summarized alone.",
    "Fireflies tells of the meetings that the owner of the webhook organises: each colleague adds the webhook, or on the plan Enterprise a Super Admin adds it once for the team.",
    "Fireflies never sends twice: it does not tell again of a meeting while the address could not be reached.",
  ],
  verify,
  recognises,
  read,
  account: firefliesAccount,
  details: firefliesDetails,
};

/** Fireflies signs no time. A delivery that is sent again only asks for the same meeting again. */
function verify({ headers, body }: Delivery, { secret }: Connection): Verdict {
  if (secret === null) return byAddress;
  const key = secret.trim();
  if (key === "") return refused("the signing secret saved for this portal is empty");
  const signature = headers["x-hub-signature"]?.trim() ?? "";
  if (signature === "") return refused("the header X-Hub-Signature is missing");
  const fits = equal(signature.toLowerCase(), `sha256=${hmac("sha256", key, body, "hex")}`);
  return fits ? signed : refused("the signature does not fit the body and the signing secret");
}

/** What the webhooks of both generations say. */
interface Told {
  event: string | null;
  meetingId: string | null;
  timestamp: unknown;
  isOlder: boolean;
}

/** The only event of the older webhooks, which need not even name it. */
const olderEvent = "transcription completed";

/** null: neither of the two. */
function toldIn(body: unknown): Told | null {
  if (!isObject(body)) return null;
  const event = textOf(body.event);
  if (event !== null) return { event, meetingId: textOf(body.meeting_id), timestamp: body.timestamp, isOlder: false };
  const older = textOf(body.eventType)?.toLowerCase() ?? null;
  const meetingId = textOf(body.meetingId);
  if (older === null && meetingId === null) return null;
  return { event: older ?? olderEvent, meetingId, timestamp: null, isOlder: true };
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  const body = "json" in payload ? payload.json : null;
  const told = toldIn(body);
  if (told === null || told.meetingId === null || !isObject(body)) return false;
  if (told.isOlder) return textOf(body.eventType)?.toLowerCase() === olderEvent;
  return /^meeting\.(transcribed|summarized|bot_joined)$/.test(told.event ?? "") && typeof told.timestamp === "number";
}

const types = new Map<string, "meeting.completed" | "meeting.analyzed">([
  ["meeting.transcribed", "meeting.completed"],
  [olderEvent, "meeting.completed"],
  ["meeting.summarized", "meeting.analyzed"],
]);

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const told = toldIn(payload.json);
  if (told === null) return { unreadable: "The body is not an event of Fireflies’: event and meeting_id are needed." };
  const { event, meetingId, isOlder } = told;
  if (event === "meeting.bot_joined") {
    return { ignored: "Fireflies joined a meeting. It tells again when there is something to read.", type: event };
  }
  const type = types.get(event ?? "");
  if (type === undefined) {
    const name = cut(event ?? "", 60);
    return { ignored: `Fireflies reported “${name}”; Hookswitch writes meetings and their summaries.`, type: name };
  }
  if (meetingId === null) return { unreadable: "The event does not name its meeting." };
  if (meetingId.length > longestId) return { unreadable: `The meeting’s id is longer than ${longestId} characters.` };
  const time = utcOf(textOf(told.timestamp), "UTC") ?? connection.receivedAt.toISOString();
  const happening: Happening = {
    type,
    subject: `fireflies/${meetingId}`,
    time,
    thin: true,
    // Nothing else follows the older event, so that the summary is waited for. The time makes news of each event.
    data: { ...blankMeeting(meetingId), toldAt: time, ...(isOlder && { awaitsSummary: true }) },
  };
  return { happenings: [happening] };
}

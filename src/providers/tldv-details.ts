// Asks tl;dv for a meeting and its notes when their webhook has only said that they are there (doc.tldv.io, v1alpha1).
import { Refused } from "../errors.ts";
import { answerOf } from "./answer.ts";
import type { Ask } from "./call-log.ts";
import type { Details } from "./details.ts";
import type { AccountField } from "./provider.ts";
import { tldvMeeting, withNotes } from "./tldv-meeting.ts";

type Json = Record<string, unknown>;

export const tldvAccount: readonly AccountField[] = [
  {
    name: "apiKey",
    label: "API key",
    hint: "In tl;dv under Settings, Personal settings, API keys (Pro or Business plan).",
  },
];

export const tldvDetails: Details = {
  // tl;dv documents no limit, but is known to refuse who asks too fast. A meeting takes two questions.
  perMinute: 30,
  async find(thin, { apiKey = "" }, ask, { timeZone }) {
    const meetingId = thin.subject.slice("tldv/".length);
    const meeting = await asked(ask, meetingId, "", apiKey);
    if (meeting === null) return { notYet: "tl;dv knows no such meeting yet." };
    const notes = await asked(ask, meetingId, "/notes", apiKey);
    const data = notes && withNotes(tldvMeeting(meetingId, meeting, timeZone), notes);
    if (data === null) return { notYet: "tl;dv has written no notes of the meeting yet." };
    return { happening: { type: "meeting.analyzed", subject: thin.subject, time: thin.time, data } };
  },
};

/** null: it is not there, or not yet. */
async function asked(ask: Ask, meetingId: string, what: string, apiKey: string): Promise<Json | null> {
  const url = `https://pasta.tldv.io/v1alpha1/meetings/${encodeURIComponent(meetingId)}${what}`;
  const headers = { "x-api-key": apiKey.trim(), accept: "application/json" };
  const { status, json } = await ask({ method: "GET", url, headers });
  if (status === 404) return null;
  if (status === 401) throw new Refused("tl;dv refused the API key (401).");
  // It answers so for a meeting that does not exist, too.
  if (status === 403) {
    throw new Error(
      "tl;dv refused to show a meeting (403): the key’s owner may not see it, or a plan has no API access.",
    );
  }
  if (status !== 200) throw new Error(`tl;dv answered ${status} when asked for a meeting.`);
  const answer = answerOf(json);
  if (answer === null) throw new Error("tl;dv answered with something that is neither a meeting nor its notes.");
  return answer;
}

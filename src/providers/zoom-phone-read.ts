// Reads one delivery of Zoom Phone: every entry of it that is about a call.
import type { CallData, CallType, Happening } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Reading } from "./provider.ts";
import { cut, isObject, listOf, longestId, objectOf, textOf } from "./values.ts";
import { type Entry, entryOf } from "./zoom-phone-history.ts";
import { liveEvent, liveEvents } from "./zoom-phone-live.ts";
import { newsOf } from "./zoom-phone-media.ts";

type Json = Record<string, unknown>;
type Piece = Happening | { ignored: string } | { unreadable: string };

export function readZoomPhone(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (!isObject(payload.json)) return { unreadable: "The body is not a JSON object, as Zoom's events are." };
  const event = textOf(payload.json.event) ?? "";
  const object = objectOf(objectOf(payload.json.payload).object);
  const sentAt = utcOf(textOf(payload.json.event_ts), "UTC") ?? connection.receivedAt.toISOString();
  const pieces = piecesOf(event, object, sentAt, connection.timeZone);
  if (pieces !== null) return together(pieces);
  const type = cut(event, 60) || "unknown";
  return { ignored: `Zoom reported ${type}; Hookswitch writes calls.`, type };
}

/** Version 2 and version 3 of the same news; an account may have either. */
const histories = new Map([
  ["phone.callee_call_history_completed", "call_logs"],
  ["phone.caller_call_history_completed", "call_logs"],
  ["phone.callee_call_element_completed", "call_elements"],
  ["phone.caller_call_element_completed", "call_elements"],
]);

/** What is told of a call whose id is known; its time, where the sender gives one. */
type Told = { type: CallType; data: CallData; time?: string | null } | { ignored: string };

/** null: an event that is not about a call, or says nothing that HubSpot shows. */
function piecesOf(event: string, object: Json, sentAt: string, timeZone: string): Piece[] | null {
  const list = histories.get(event);
  if (list !== undefined) {
    return listOf(object[list])
      .filter(isObject)
      .map((entry) => pieceOf(entry.call_id, sentAt, (callId) => ended(entryOf(entry, callId, timeZone))));
  }
  const news = newsOf(event, object);
  if (news !== null) {
    return news.map(({ callId, time, type, known }) =>
      pieceOf(callId, sentAt, (id) => ({ type, data: { ...blankCall(id), ...known }, time: utcOf(time, timeZone) })),
    );
  }
  if (!liveEvents.has(event)) return null;
  return [pieceOf(object.call_id, sentAt, (callId) => liveEvent(event, object, callId, timeZone))];
}

function ended(entry: Entry): Told {
  return "ignored" in entry ? entry : { ...entry, time: entry.data.endedAt };
}

function pieceOf(id: unknown, sentAt: string, tell: (callId: string) => Told): Piece {
  const callId = textOf(id);
  if (callId === null) return { unreadable: "call_id is missing." };
  if (callId.length > longestId) return { unreadable: `call_id is longer than ${longestId} characters.` };
  const told = tell(callId);
  if ("ignored" in told) return told;
  return { type: told.type, subject: `zoom-phone/${callId}`, time: told.time ?? sentAt, data: told.data };
}

function together(pieces: Piece[]): Reading {
  const [first, ...rest] = pieces.flatMap((piece): Happening[] => ("subject" in piece ? [piece] : []));
  const leftOut = pieces.flatMap((piece) => ("unreadable" in piece ? [piece.unreadable] : []));
  if (first) return { happenings: [first, ...rest], ...(leftOut.length > 0 && { leftOut }) };
  const [unreadable] = leftOut;
  if (unreadable !== undefined) return { unreadable };
  const because = pieces.find((piece) => "ignored" in piece)?.ignored;
  return { ignored: because ?? "Zoom's event holds nothing of a call." };
}

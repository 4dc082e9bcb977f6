// Makes an event out of our own JSON: of what a sender writes in it, and of what a map turns a sender's fields into.
import { type CallType, callTypes, type Happening, otherTypes } from "../model/event.ts";
import { genericCall } from "./generic-call.ts";
import { genericOther, type JsonObject } from "./generic-other.ts";
import { utcOf } from "./local-time.ts";
import type { Connection, Reading } from "./provider.ts";
import { longestId, textOf } from "./values.ts";

export interface GenericEvent {
  type: Happening["type"];
  id?: unknown;
  time?: unknown;
  data: JsonObject;
}

export function typeNamed(name: string): GenericEvent["type"] | undefined {
  return [...callTypes, ...otherTypes].find((known) => known === name);
}

/** The field of `data` that holds the id of what the event is about: call_id, form_id… */
export function idNameOf(type: GenericEvent["type"]): string {
  return `${type.split(".")[0]}_id`;
}

/** `provider` begins the subject. */
export function genericEvent(event: GenericEvent, provider: string, connection: Connection): Reading {
  const { type, data } = event;
  const idName = idNameOf(type);
  const id = textOf(data[idName]);
  const eventId = textOf(event.id);
  if (id === null) return { unreadable: `data.${idName} is missing.` };
  const tooLong = id.length > longestId ? `data.${idName}` : (eventId?.length ?? 0) > longestId ? "id" : null;
  if (tooLong !== null) return { unreadable: `${tooLong} is longer than ${longestId} characters.` };
  const envelope = {
    subject: `${provider}/${id}`,
    time: utcOf(textOf(event.time), connection.timeZone) ?? endOf(data, connection),
    ...(eventId !== null && { providerEventId: eventId }),
  };
  return { happenings: [happeningOf(type, id, envelope, data, connection.timeZone)] };
}

type Envelope = Pick<Happening, "subject" | "time" | "providerEventId">;

function happeningOf(
  type: Happening["type"],
  id: string,
  envelope: Envelope,
  data: JsonObject,
  timeZone: string,
): Happening {
  return isCallType(type)
    ? { type, ...envelope, data: genericCall(type, id, data, timeZone) }
    : { type, ...envelope, data: genericOther(type, id, data, timeZone) };
}

function isCallType(type: Happening["type"]): type is CallType {
  return type.startsWith("call.");
}

function endOf(data: JsonObject, connection: Connection): string {
  const times = [data.ended_at, data.submitted_at, data.registered_at, data.answered_at, data.started_at];
  const known = times.map((time) => utcOf(textOf(time), connection.timeZone)).find((time) => time !== null);
  return known ?? connection.receivedAt.toISOString();
}

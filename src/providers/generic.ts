// Reads our own JSON: for senders that nobody has written a provider for, and for your own systems.
import { z } from "zod";
import { genericEvent, typeNamed } from "./generic-event.ts";
import type { JsonObject } from "./generic-other.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { verifyStandardWebhook, wrongStandardSecret } from "./standard-webhooks.ts";
import { cut, isObject } from "./values.ts";

export const generic: Provider = {
  name: "generic",
  label: "Your own system (JSON)",
  signature: "optional",
  setup: [
    "Send a POST with a JSON event, or an array of up to 1,000 of them, to the webhook address of this page.",
    "An event has a type such as call.completed, an id of yours, a time, and data; docs/json.md lists them all.",
    "Set a signing secret here and sign requests with Standard Webhooks headers; then nobody can send in your name.",
    "The answer 200 means that the event is stored. Without an answer send it again with the same id: it counts once.",
  ],
  verify,
  wrongSecret: wrongStandardSecret,
  read,
};

const mostEvents = 1_000;

function verify(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return { ok: true, trust: "address" };
  return verifyStandardWebhook(delivery, connection.secret, connection.receivedAt);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (payload.json === undefined)
    return { unreadable: "The body is not JSON; one event or an array of them is needed." };
  if (!Array.isArray(payload.json)) return readEvent(payload.json, connection);
  if (payload.json.length === 0) return { ignored: "The array holds no events." };
  if (payload.json.length > mostEvents) {
    return {
      unreadable: `The array holds ${payload.json.length} events; at most ${mostEvents} fit into one delivery.`,
    };
  }
  return together(payload.json.map((event) => readEvent(event, connection)));
}

function together(readings: Reading[]): Reading {
  const [first, ...rest] = readings.flatMap((reading) => ("happenings" in reading ? reading.happenings : []));
  const leftOut = readings.flatMap((reading, index) => {
    if ("happenings" in reading) return [];
    return [`Event ${index + 1} of the array: ${"ignored" in reading ? reading.ignored : reading.unreadable}`];
  });
  if (first) return leftOut.length > 0 ? { happenings: [first, ...rest], leftOut } : { happenings: [first, ...rest] };
  const because = `${leftOut.slice(0, 3).join(" ")}${leftOut.length > 3 ? ` And ${leftOut.length - 3} more.` : ""}`;
  return readings.every((reading) => "ignored" in reading) ? { ignored: because } : { unreadable: because };
}

const needed = (kind: string) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null || issue.input === "" ? "is missing" : `must be ${kind}`;

const eventShape = z.object(
  {
    type: z
      .string({ error: needed("text") })
      .trim()
      .min(1, "is missing"),
    id: z.unknown().optional(),
    time: z.unknown().optional(),
    data: z.unknown().optional(),
  },
  { error: needed("a JSON object") },
);
/** Only its outside is checked: it comes out of JSON, and z.json() would walk through all of it, half the cost of a reading. */
const dataShape = z.custom<JsonObject>(isObject, { error: needed("an object") });

function readEvent(json: unknown, connection: Connection): Reading {
  const event = eventShape.safeParse(json);
  if (!event.success) return unreadable(event.error);
  const type = typeNamed(event.data.type);
  if (type === undefined) {
    const named = cut(event.data.type, 60);
    return { ignored: `The event type "${named}" is not one of ours.`, type: named };
  }
  const data = dataShape.safeParse(event.data.data);
  if (!data.success) return unreadable(data.error, "data");

  const { id, time } = event.data;
  return genericEvent({ type, id, time, data: data.data }, generic.name, connection);
}

function unreadable(error: z.ZodError, at?: string): Reading {
  const reasons = error.issues.map(
    ({ path, message }) => `${[at, ...path].filter(Boolean).join(".") || "The event"} ${message}.`,
  );
  return { unreadable: reasons.join(" ") };
}

// A delivery and what its provider read in it → the rows to store. Pure but for the ids that are passed in.
import { createHash } from "node:crypto";
import type { Happening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import { meetingData } from "../model/meeting.ts";
import { providers } from "../providers/index.ts";
import type { Delivery, Provider, Reading } from "../providers/provider.ts";
import type { NewDelivery, NewEvent } from "../store/deliveries.ts";

/** Never kept, whoever the delivery is taken to be from: they are the sender's keys, not its news. */
const privateHeaders = new Set([
  ...["authorization", "cookie", "proxy-authorization"],
  ...providers.flatMap(({ secretHeaders = [] }) => secretHeaders),
]);

export function toRows(
  portalId: PortalId,
  provider: Provider,
  delivery: Delivery,
  trust: string,
  reading: Reading,
  receivedAt: Date,
  newId: () => string,
): NewDelivery {
  const id = newId();
  return {
    id,
    portalId,
    provider: provider.name,
    method: delivery.method,
    query: delivery.query,
    headers: Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !privateHeaders.has(name))),
    body: delivery.body,
    trust,
    receivedAt,
    events: eventsOf(provider, delivery, reading, receivedAt, newId, id),
  };
}

function eventsOf(
  provider: Provider,
  delivery: Delivery,
  reading: Reading,
  receivedAt: Date,
  newId: () => string,
  deliveryId: string,
): NewEvent[] {
  const plain = {
    provider: provider.name,
    time: receivedAt.toISOString(),
    who: "",
    data: {},
    subject: subjectOfDelivery(deliveryId),
    dueAt: receivedAt,
  };
  const rawHash = () => hashOf([delivery.method, delivery.query, delivery.body.toString("base64")]);
  if ("ignored" in reading) {
    const type = reading.type ?? "unknown";
    return [
      {
        ...plain,
        id: newId(),
        type,
        dedupeKey: `${provider.name}:raw:${rawHash()}`,
        status: "ignored",
        because: reading.ignored,
      },
    ];
  }
  if ("unreadable" in reading) {
    return [
      {
        ...plain,
        id: newId(),
        type: "unreadable",
        dedupeKey: `${provider.name}:raw:${rawHash()}`,
        status: "parked",
        because: reading.unreadable,
      },
    ];
  }
  const read = reading.happenings.map((happening) => toEvent(provider, happening, receivedAt, newId()));
  const left = (reading.leftOut ?? []).map((because, index) => ({
    ...plain,
    id: newId(),
    type: "unreadable",
    dedupeKey: `${provider.name}:raw:${rawHash()}:${index}`,
    status: "parked" as const,
    because,
  }));
  return [...read, ...left];
}

/** What an event is about of which nothing could be read. */
export function subjectOfDelivery(deliveryId: string): string {
  return `delivery/${deliveryId}`;
}

/** Why a thin event waits. */
export function announced({ label }: Pick<Provider, "label">): string {
  return `Hookswitch asks ${label} for the rest of it.`;
}

export function toEvent(
  { name: provider, label, settleSeconds = 0 }: Provider,
  happening: Happening,
  receivedAt: Date,
  id: string,
): NewEvent {
  // A sender that gives no time gets ours, which would tell two copies apart.
  const content = happening.time === receivedAt.toISOString() ? happening.data : [happening.time, happening.data];
  return {
    id,
    provider,
    type: happening.type,
    subject: happening.subject,
    // The provider's own id where it has one; else the content, so that the same fact sent twice is one event.
    dedupeKey: `${provider}:${happening.type}:${happening.subject}:${happening.providerEventId ?? hashOf(content)}`,
    time: happening.time,
    status: "waiting",
    because: happening.thin ? announced({ label }) : "",
    who: whoOf(happening),
    data: happening.data,
    ...(happening.thin && { thin: true }),
    // The end of a call that is told in pieces waits for the others.
    dueAt: new Date(receivedAt.getTime() + (happening.type === "call.completed" ? settleSeconds * 1000 : 0)),
  };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

/** "Sample Client +380501234567", for the list and its search. */
function whoOf(happening: Happening): string {
  const { data } = happening;
  if ("callId" in data && typeof data.client === "object" && data.client !== null && "phone" in data.client) {
    const { name, phone } = data.client;
    return [name, phone].filter((part) => typeof part === "string").join(" ");
  }
  if ("meetingId" in data) return whoMet(data);
  const person = "person" in data ? data.person : null;
  if (typeof person !== "object" || person === null || Array.isArray(person)) return "";
  return [person.name, person.email, person.phone].filter((part) => typeof part === "string").join(" ");
}

/** More names than these say no more of a meeting. */
const namedAtMost = 5;
const longestTitle = 120;
const longestNames = 300;

/** "Roof talk: Olha Client olha@client.test, Anna" */
function whoMet(data: Happening["data"]): string {
  const { title, participants } = meetingData.parse(data);
  const people = participants.slice(0, namedAtMost).map(({ name, email }) => [name, email].filter(Boolean).join(" "));
  const named = people.filter((text) => text !== "").join(", ");
  return [title && cut(title, longestTitle), named && cut(named, longestNames)].filter(Boolean).join(": ");
}

/** Never half a character, which PostgreSQL refuses. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

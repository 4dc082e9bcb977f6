// What a run left behind, in words that do not depend on ids or on time: HubSpot's records, and how each event ended.
import { type SandboxRecord, sandboxState } from "../hookswitch.ts";
import type { Fleet } from "./fleet.ts";
import { query } from "./postgres.ts";
import type { Step } from "./scenario.ts";

/**
 * HubSpot's own book-keeping and our keys, which differ from run to run. A contact bears its number as a key only if it was
 * made with it, not if the number came with a later batch than the address.
 */
const changing =
  /^(createdate|lastmodifieddate|closedate|notes_|num_|hs_object_|hs_created|hs_updated|hs_lastmodified|hookswitch_(key|phone)$)/;
/** Ends a body of ours with the id of an event. */
const reference = /Ref: [^\s<]+/g;
/** Stands in a raw delivery, and in what is written of a form, a dialogue or a meeting. */
const word = /\b(?:marker-\d+|(?:form|dialog|meeting)-\d+-\d+)/;

/** One line for each record of a portal, with what it is linked to. */
export async function recordLines(fleet: Fleet): Promise<string[]> {
  const lines: string[] = [];
  for (const portalId of fleet.portalIds) {
    const { records, links } = await sandboxState(fleet.sandbox.url, portalId);
    const names = new Map(records.map((record) => [`${record.type}/${record.id}`, nameOf(record)]));
    const linked = new Map<string, string[]>();
    for (const [type, id, otherType, otherId, typeIds] of links) {
      const from = `${type}/${id}`;
      const text = `${names.get(`${otherType}/${otherId}`) ?? "?"} (${typeIds.join(",")})`;
      linked.set(from, [...(linked.get(from) ?? []), text]);
    }
    for (const record of records) {
      const values = Object.entries(record.properties)
        .filter(([name]) => !changing.test(name))
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => `${name}=${value?.replace(reference, "Ref: …")}`);
      const others = (linked.get(`${record.type}/${record.id}`) ?? []).sort().join("; ");
      lines.push(`${portalId} ${nameOf(record)} {${values.join(", ")}} → ${others}`);
    }
  }
  return lines.sort();
}

/** A call by its id, a task by its subject, what was written by its conversation, people and companies by what is theirs alone. */
function nameOf({ type, properties }: SandboxRecord): string {
  const { phone, email, domain, name, dealname, hs_task_subject: subject, hs_timestamp: due } = properties;
  const { hs_call_external_id: call, hs_meeting_title: title } = properties;
  const body = properties.hs_note_body ?? properties.hs_communication_body;
  const written = body && (word.exec(body)?.[0] ?? body.slice(0, 80));
  const whole = call ?? (subject && `${subject} ${due}`) ?? title ?? written ?? dealname ?? domain ?? phone ?? email;
  return `${type} ${whole ?? name ?? "?"}`;
}

/** How many events still wait, whether they are due or not. */
export async function eventsLeft(databaseUrl: string): Promise<number> {
  return (await query(databaseUrl, `SELECT 1 FROM "Event" WHERE "status" = 'waiting'`)).length;
}

interface EventRow {
  portalId: string;
  type: string;
  subject: string;
  status: string;
  because: string;
  body: string;
}

export function eventRows(databaseUrl: string): Promise<EventRow[]> {
  return query<EventRow>(
    databaseUrl,
    `SELECT e."portalId", e."type", e."subject", e."status", e."because", encode(d."body", 'escape') AS "body"
     FROM "Event" e JOIN "Delivery" d ON d."id" = e."deliveryId"`,
  );
}

/** How every event ended; raw deliveries are named by their marker, for their subject is an id. */
export function eventLines(rows: readonly EventRow[]): string[] {
  return rows
    .map(({ portalId, type, subject, status, because, body }) => {
      const marker = word.exec(body)?.[0];
      // News that comes together with its call is in it from the start; alone it is an update, or says nothing new.
      const ended = status === "done" || status === "ignored" ? "ended" : status;
      return `${portalId} ${marker ?? subject} ${type}: ${ended}${status === "parked" ? ` (${because})` : ""}`;
    })
    .sort();
}

/** Accepted deliveries that are nowhere, and events that did not end, or ended without a reason. */
export function losses(steps: readonly Step[], rows: readonly EventRow[], portalIds: readonly string[]): string[] {
  const known = new Set(
    rows.flatMap(({ portalId, subject, type, body }) => {
      const marker = word.exec(body)?.[0];
      return [`${portalId} ${subject} ${type}`, ...(marker ? [`${portalId} ${marker}`] : [])];
    }),
  );
  const lost = steps.flatMap(({ message: { portal, becomes } }) => {
    const name = `${portalIds[portal]} ${"marker" in becomes ? becomes.marker : `${becomes.subject} ${becomes.type}`}`;
    return known.has(name) ? [] : [`accepted, but not there: ${name}`];
  });
  const unended = rows
    .filter(({ status, because }) => !["done", "ignored", "parked"].includes(status) || because === "")
    .map(
      ({ portalId, subject, type, status, because }) =>
        `not ended: ${portalId} ${subject} ${type} ${status} ${because}`,
    );
  return [...new Set([...lost, ...unended])];
}

/** Lines that only one side has, as often as it has them more; empty when both are the same. */
export function difference(undisturbed: readonly string[], disturbed: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of undisturbed) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of disturbed) counts.set(line, (counts.get(line) ?? 0) - 1);
  const lines = [...counts].flatMap(([line, count]) =>
    Array<string>(Math.abs(count)).fill(`${count > 0 ? "missing  " : "too much "} ${line}`),
  );
  const nameIn = (line: string) => line.slice(9).split(" {")[0] ?? "";
  return lines.sort((a, b) => nameIn(a).localeCompare(nameIn(b)));
}

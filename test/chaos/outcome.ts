// What a run left behind, in words that do not depend on ids or on time: HubSpot's records, and how each event ended.
import { type SandboxRecord, sandboxState } from "../hookswitch.ts";
import type { Fleet } from "./fleet.ts";
import { query } from "./postgres.ts";
import type { Step } from "./scenario.ts";

/** HubSpot's own book-keeping and our keys, which differ from run to run. */
const changing =
  /^(createdate|lastmodifieddate|closedate|notes_|num_|hs_object_|hs_created|hs_updated|hs_lastmodified|hookswitch_key$)/;

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
        .map(([name, value]) => `${name}=${value?.replace(/Ref: \S+/, "Ref: …")}`);
      const others = (linked.get(`${record.type}/${record.id}`) ?? []).sort().join("; ");
      lines.push(`${portalId} ${nameOf(record)} {${values.join(", ")}} → ${others}`);
    }
  }
  return lines.sort();
}

function nameOf({ type, properties }: SandboxRecord): string {
  const { phone, dealname, hs_call_external_id: call, hs_task_subject: subject, hs_timestamp: due } = properties;
  return `${type} ${call ?? (subject && `${subject} ${due}`) ?? dealname ?? phone ?? "?"}`;
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
      const marker = /marker-\d+/.exec(body)?.[0];
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
      const marker = /marker-\d+/.exec(body)?.[0];
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

// A made-up note-taker whose webhooks only announce meetings, the server that tells of them, and the job as main.ts builds it.
import { v7 as uuid } from "uuid";
import { Refused } from "../../src/errors.ts";
import { createAsking, type DetailedProvider, type DetailsJob } from "../../src/jobs/details.ts";
import type { Happening } from "../../src/model/event.ts";
import type { PortalId } from "../../src/model/ids.ts";
import { generic } from "../../src/providers/generic.ts";
import type { Delivery, Provider } from "../../src/providers/provider.ts";
import { toEvent, toRows } from "../../src/web/accept.ts";
import { type Asked, type StandIn, startStandIn, type TestClock, type Told } from "./call-list.ts";
import { type Ground, log } from "./setup.ts";

export const start = Date.parse("2026-11-23T12:00:00Z");

/** What the webhook says of a meeting: nothing but its id, and when it was told. */
export function announcement(id: string, toldAt = start): Happening {
  const time = new Date(toldAt).toISOString();
  const data = { meeting_id: id, told_at: time };
  return { type: "meeting.completed", subject: `scribe/${id}`, time, thin: true, data };
}

export const scribe: DetailedProvider = {
  ...generic,
  name: "scribe",
  label: "Scribe",
  read: ({ body }) => ({ happenings: [announcement(body.toString())] }),
  details: {
    perMinute: 60,
    async find(thin, { key = "" }, ask) {
      const id = thin.subject.slice("scribe/".length);
      const url = `https://api.scribe.test/meetings/${id}`;
      const { status, json } = await ask({ method: "GET", url, headers: { authorization: key } });
      if (status === 401) throw new Refused("Scribe refused the key (401).");
      if (status === 404) return { notYet: "Scribe is still writing." };
      if (status === 410) return { ignored: "Scribe has deleted the meeting." };
      if (status !== 200) throw new Error(`Scribe answered ${status}.`);
      const { title, name } = json as { title: string; name: string };
      const data = { title, person: { name, email: "client@acme.test" } };
      return { happening: { type: "meeting.analyzed", subject: `scribe/whole-${id}`, time: thin.time, data } };
    },
  },
};

export interface Note {
  title: string;
  name: string;
}

export interface Desk extends StandIn {
  /** What it has written, by the meeting's id. */
  notes: Map<string, Note>;
  /** What it answers instead, until that is done. */
  instead: ((asked: Asked) => Told | null) | null;
  /** The meetings that it was asked for, in this order. */
  askedFor(): string[];
}

/** Tells of its meetings to whoever has the key "good". */
export async function startDesk(): Promise<Desk> {
  const notes = new Map<string, Note>();
  const desk: { instead: Desk["instead"] } = { instead: null };
  const idOf = ({ url }: Asked) => url.pathname.slice("/meetings/".length);
  const standIn = await startStandIn((asked) => {
    const told = desk.instead?.(asked);
    if (told) return told;
    if (asked.headers.authorization !== "good") return { status: 401, json: {} };
    const note = notes.get(idOf(asked));
    return note ? { json: note } : { status: 404, json: {} };
  });
  return Object.assign(desk, standIn, { notes, askedFor: () => standIn.asked.map(idOf) });
}

export function detailsJobOf(
  { stores }: Ground,
  send: DetailsJob["send"],
  clock: TestClock,
  providers: DetailedProvider[] = [scribe],
): DetailsJob & { woken: PortalId[]; results: string[] } {
  const woken: PortalId[] = [];
  const results: string[] = [];
  return {
    stores,
    providers,
    send,
    toEvent,
    wake: (portalId) => void woken.push(portalId),
    counted: (_provider, result) => void results.push(result),
    clock,
    log,
    woken,
    results,
  };
}

/** One look and all that follows from it. */
export async function askOnce(job: DetailsJob, signal = new AbortController().signal): Promise<void> {
  const asking = createAsking(job, signal);
  await asking.look();
  await asking.ended();
}

export function deliveryOf(id: string): Delivery {
  return { method: "POST", query: "", headers: {}, body: Buffer.from(id) };
}

/** The webhook arrives; returns the event's id. */
export async function announce(
  { stores }: Pick<Ground, "stores">,
  portalId: PortalId,
  id: string,
  receivedAt: Date,
  provider: Provider = scribe,
): Promise<string> {
  const reading = { happenings: [announcement(id, receivedAt.getTime())] as [Happening] };
  const rows = toRows(portalId, provider, deliveryOf(id), "address", reading, receivedAt, uuid);
  await stores.deliveries.accept(rows);
  return rows.events[0]?.id ?? "";
}

export interface StoredEvent {
  id: string;
  type: string;
  subject: string;
  status: string;
  because: string;
  who: string;
  thin: boolean;
  attempts: number;
  dueAt: Date;
  data: unknown;
}

export async function stored({ database }: Ground, id: string): Promise<StoredEvent> {
  const { rows } = await database.pool.query<StoredEvent>('SELECT * FROM "Event" WHERE "id" = $1', [id]);
  if (!rows[0]) throw new Error(`There is no event ${id}.`);
  return rows[0];
}

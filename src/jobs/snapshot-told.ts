// What was told of the calls, dialogues, meetings and customers of a batch before, and what we wrote of them.
import type { Gateway } from "../hubspot/gateway.ts";
import { type KnownCall, nothingWritten, type ObjectType, type Snapshot, type WrittenRecord } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import { isEnd } from "../rules/moments.ts";
import type { Stores } from "../store/stores.ts";

export type Told = Pick<Snapshot, "calls" | "moments">;

export async function readTold(
  portalId: PortalId,
  events: readonly Event[],
  { ledger, moments: store }: Pick<Stores, "ledger" | "moments">,
): Promise<Told> {
  const goOn = events.filter(({ type }) => type !== "form.submitted");
  const subjects = [...new Set(goOn.map(({ subject }) => subject))];
  if (subjects.length === 0) return { calls: new Map(), moments: new Map() };
  const [written, told] = await Promise.all([ledger.calls(portalId, subjects), store.of(portalId, subjects)]);
  const isOver = (subject: string) =>
    told.get(subject)?.some(({ event, status }) => status === "done" && isEnd(event)) ?? false;
  // One that the matrix does not log may have left nothing but a task.
  const known = subjects.filter((subject) => written.has(subject) || isOver(subject));
  return {
    calls: new Map(
      known.map((subject) => [subject, { ...(written.get(subject) ?? nothingWritten), ended: isOver(subject) }]),
    ),
    moments: new Map([...told].map(([subject, moments]) => [subject, moments.map(({ event }) => event)])),
  };
}

/** People write into what we have logged: whatever is added later must leave that in. */
export async function withBodies({ calls, moments }: Told, gateway: Gateway): Promise<Told> {
  const logged = [...calls.values()].flatMap((known) => activitiesOf(known));
  const standing = new Map<string, string>();
  for (const [what, ofKind] of Map.groupBy(logged, (activity) => activity.what)) {
    const bodies = await gateway.bodies(what, [...new Set(ofKind.map(({ id }) => id))]);
    for (const [id, body] of bodies) standing.set(`${what}/${id}`, body);
  }
  const withBody = <Written extends WrittenRecord>(what: ObjectType, written: Written): Written => {
    const body = "id" in written.ref ? standing.get(`${what}/${written.ref.id}`) : undefined;
    return body === undefined ? written : { ...written, body };
  };
  const each = (known: KnownCall): KnownCall => ({
    ...known,
    call: known.call && withBody("call", known.call),
    activity: known.activity && withBody(known.activity.what, known.activity),
    meeting: known.meeting && withBody("meeting", known.meeting),
  });
  return { calls: new Map([...calls].map(([subject, known]) => [subject, each(known)])), moments };
}

function activitiesOf({ call, activity, meeting }: KnownCall): { what: ObjectType; id: string }[] {
  const of = (what: ObjectType, written: WrittenRecord | null) =>
    written && "id" in written.ref ? [{ what, id: written.ref.id }] : [];
  return [...of("call", call), ...of(activity?.what ?? "note", activity), ...of("meeting", meeting)];
}

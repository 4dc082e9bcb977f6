// Events of one human call under several ids (transfer legs, parties) are given one subject before anything is decided.
import { type CallEvent, type Event, isCallEvent } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { CallIdStore } from "../store/call-ids.ts";

export async function underOneSubject(
  portalId: PortalId,
  events: readonly Event[],
  callIds: CallIdStore,
): Promise<Event[]> {
  const own = new Map(events.filter(isCallEvent).map((event) => [event.id, idsOf(event)]));
  if (own.size === 0) return [...events];
  const known = await callIds.subjects(portalId, [...new Set([...own.values()].flat())]);
  const subjectOf = new Map<string, string>();
  for (const { ids, isNew, subject } of groupsOf([...own.values()], known)) {
    if (isNew) await callIds.join(portalId, subject, ids);
    for (const id of ids) subjectOf.set(id, subject);
  }
  return events.map((event) => ({ ...event, subject: subjectOf.get(event.subject) ?? event.subject }));
}

/** Subjects are written <provider>/<id>, and so are the ids that stand beside them. */
function idsOf({ provider, subject, data }: CallEvent): string[] {
  const linked = (data.linkedIds ?? []).map((id) => `${provider}/${id}`);
  return [subject, ...new Set(linked.filter((id) => id !== subject))];
}

interface Group {
  subject: string;
  ids: string[];
  /** Something of it has to be noted. */
  isNew: boolean;
}

/** Whatever shares an id is one call. Its subject is the one it is known by, else the first one that came. */
function groupsOf(lists: readonly string[][], known: ReadonlyMap<string, string>): Group[] {
  const groups: Set<string>[] = [];
  const told = new Set(lists.map(([own]) => own));
  for (const list of lists) {
    const ids = new Set(list.flatMap((id) => [id, known.get(id) ?? id]));
    const touching = groups.filter((group) => [...ids].some((id) => group.has(id)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(new Set([...touching.flatMap((group) => [...group]), ...ids]));
  }
  return groups.flatMap((group) => {
    const ids = [...group];
    const subject = ids.map((id) => known.get(id)).find((name) => name !== undefined) ?? ids[0];
    if (subject === undefined) return [];
    // What was stored under another id after it became known has to be brought under the subject too.
    const isElsewhere = (id: string) => known.get(id) !== subject || (told.has(id) && id !== subject);
    return [{ subject, ids, isNew: ids.length > 1 && ids.some(isElsewhere) }];
  });
}

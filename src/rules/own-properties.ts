// The portal's own properties: adds to a plan what its rows say of the records that the plan makes and uses.
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { familyOf } from "../model/our-fields.ts";
import type { Plan, UpdateWrite, Write } from "../model/plan.ts";
import { mappedObjects } from "../model/property-map.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { fieldsOf } from "./event-values.ts";
import { ownObjects } from "./own-objects.ts";
import { type OwnRecord, recordsOf } from "./own-records.ts";
import { allOf, changesOf, type Filling, filledSentence, fillingOf } from "./own-values.ts";
import { isSameRecord } from "./record-ref.ts";

export function withOwnProperties(plan: Plan, event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const family = familyOf(event.type);
  const rows = rulebook.propertyMap.rows.filter(({ on }) => on === family);
  const objects = rulebook.propertyMap.objects.filter(({ on }) => on === family);
  if (rows.length + objects.length === 0 || !reachesHubSpot(plan) || event.type === "meeting.deleted") return plan;
  const { timeZone } = rulebook.settings;
  const read = fieldsOf(event, snapshot, rulebook);
  const records = recordsOf(plan, event, snapshot);
  const additions: Additions = { writes: [...plan.writes], said: [] };
  for (const what of mappedObjects) {
    const ofObject = rows.filter(({ object }) => object === what);
    const filling = fillingOf(ofObject, read, timeZone);
    const targets = records.filter((record) => record.what === what);
    for (const [index, record] of targets.entries()) {
      // What did not fit is the same for all of them.
      add(
        additions,
        record,
        index === 0 ? filling : { ...filling, said: [] },
        `${event.id}/${what}-properties${index > 0 ? `-${index + 1}` : ""}`,
      );
    }
  }
  const own = ownObjects(objects, read, records, plan, event, snapshot, timeZone);
  return withAdditions(plan, {
    writes: [...additions.writes, ...own.writes],
    said: [...additions.said, ...own.said],
  });
}

/** An ignored event may belong to records that are there, and tell something that only the portal's rows ask for. */
function reachesHubSpot({ verdict, writes }: Plan): boolean {
  return verdict === "write" || (verdict === "ignore" && writes.some((write) => write.do === "use"));
}

interface Additions {
  writes: Write[];
  /** What no write could say. */
  said: string[];
}

function add(additions: Additions, record: OwnRecord, filling: Filling, key: string): void {
  const isIts = (write: Write) => write.what === record.what && "ref" in write && isSameRecord(write.ref, record.ref);
  const made = additions.writes.find(
    (write) => write.do === "create" && "key" in record.ref && write.key === record.ref.key,
  );
  if (made?.do === "create") {
    replace(additions, made, {
      ...made,
      properties: { ...made.properties, ...allOf(filling) },
      because: joined(made.because, filling.said),
    });
    return;
  }
  const { set, labels, same } = changesOf(filling, record.values);
  const said = [...(labels.length > 0 ? [filledSentence(labels)] : []), ...filling.said];
  const updates = additions.writes.filter((write): write is UpdateWrite => write.do === "update" && isIts(write));
  // HubSpot may refuse to fill a gap, and nobody is told: the rows are written apart from it, and after it.
  for (const gaps of updates.filter(({ optional }) => optional)) {
    replace(additions, gaps, withProperties(gaps, without(gaps, [...same, ...Object.keys(set)])));
  }
  const pending = updates.find(({ optional }) => !optional);
  if (pending) {
    const changed = withProperties(pending, { ...without(pending, same), ...set });
    replace(additions, pending, changed && { ...changed, because: joined(pending.because, said) });
  } else if (labels.length > 0) {
    const { what, ref } = record;
    additions.writes.push({ do: "update", what, key, ref, properties: set, because: said.join("; ") });
  } else {
    const used = additions.writes.find((write) => write.do === "use" && isIts(write));
    if (used) replace(additions, used, { ...used, because: joined(used.because, filling.said) });
    else additions.said.push(...filling.said);
  }
}

function without({ properties }: UpdateWrite, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([property]) => !names.includes(property)));
}

/** null: there is nothing left to write. */
function withProperties(write: UpdateWrite, properties: Record<string, string>): UpdateWrite | null {
  return Object.keys(properties).length > 0 ? { ...write, properties } : null;
}

function replace(additions: Additions, write: Write, by: Write | null): void {
  additions.writes = additions.writes.flatMap((each) => (each === write ? (by ?? []) : [each]));
}

function joined(because: string, said: readonly string[]): string {
  return [because, ...said].join("; ");
}

function withAdditions(plan: Plan, { writes, said }: Additions): Plan {
  const because = [plan.because, ...said.map(sentence)].join(" ");
  if (plan.verdict !== "ignore") return { ...plan, because, writes };
  const isMore = writes.some((write) => write.do !== "use" && !plan.writes.includes(write));
  if (!isMore) return plan;
  return { verdict: "write", because: `${because} Properties of your own were brought up to date.`, writes };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

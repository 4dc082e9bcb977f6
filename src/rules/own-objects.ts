// Records of the portal's custom objects that an event stands for: found or made by a unique value, filled, and associated.
import type { KnownCall, Link, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { familyOf } from "../model/our-fields.ts";
import type { Plan, UpsertWrite } from "../model/plan.ts";
import type { CustomObjectRule, LinkedWith } from "../model/property-map.ts";
import { filled, type ReadField } from "./event-values.ts";
import type { OwnRecord } from "./own-records.ts";
import { allOf, changesOf, filledSentence, fillingOf } from "./own-values.ts";
import { type Fitted, fit } from "./property-value.ts";
import { customKey } from "./world-records.ts";

/** The value by which the rule's record is known; null: the event does not say it. */
export function matchValue({ match }: CustomObjectRule, read: ReadField, timeZone: string): Fitted | null {
  const text = filled(match.value, read);
  return text === null ? null : fit(text, match, timeZone);
}

export interface OwnObjects {
  writes: UpsertWrite[];
  /** What no write could say. */
  said: string[];
}

export function ownObjects(
  rules: readonly CustomObjectRule[],
  read: ReadField,
  records: readonly OwnRecord[],
  plan: Plan,
  event: Event,
  snapshot: Snapshot,
  timeZone: string,
): OwnObjects {
  const own: OwnObjects = { writes: [], said: [] };
  for (const rule of rules) {
    const { label, match, objectTypeId } = rule;
    const value = matchValue(rule, read, timeZone);
    if (value === null) continue;
    if ("wrong" in value) {
      own.said.push(`${value.wrong}, so no ${label} was written`);
      continue;
    }
    const known = snapshot.customRecords.get(customKey(objectTypeId, match.property, value.value));
    if (!known && !rule.create) {
      own.said.push(`no ${label} has the ${match.label} “${value.value}”, and your rule makes none`);
      continue;
    }
    const filling = fillingOf(rule.rows, read, timeZone);
    const { set, labels } = known ? changesOf(filling, known) : { set: allOf(filling), labels: [] };
    // An event that says nothing new of anything else is not written for the sake of links that are there already.
    if (plan.verdict === "ignore" && Object.keys(set).length === 0) continue;
    const because = known
      ? `its ${match.label} is “${value.value}”`
      : `no ${label} had the ${match.label} “${value.value}” yet`;
    own.writes.push({
      do: "upsert",
      what: "custom",
      key: `${event.id}/${objectTypeId}`,
      objectTypeId,
      name: label,
      idProperty: match.property,
      idValue: value.value,
      create: rule.create,
      // As HubSpot holds it, which may be in another case.
      properties: { ...set, [match.property]: known?.[match.property] ?? value.value },
      associate: rule.associateWith.flatMap((each) => linksOf(each, records, plan, event, snapshot)),
      because: [because, ...(labels.length > 0 ? [filledSentence(labels)] : []), ...filling.said].join("; "),
    });
  }
  return own;
}

function linksOf(
  each: LinkedWith,
  records: readonly OwnRecord[],
  plan: Plan,
  event: Event,
  { calls }: Snapshot,
): Link[] {
  if (each !== "activity") return records.filter(({ what }) => what === each).map(({ what, ref }) => ({ what, ref }));
  const activity = plannedActivity(plan, event) ?? loggedActivity(event, calls.get(event.subject));
  return activity ? [activity] : [];
}

/** What an event of the kind is written as, the first of them most. */
const activities: Record<string, readonly Link["what"][]> = {
  call: ["call"],
  form: ["note"],
  dialog: ["communication", "note"],
  meeting: ["meeting"],
};

function plannedActivity({ writes }: Plan, { type }: Event): Link | undefined {
  const kinds = activities[familyOf(type)] ?? [];
  const made = writes.flatMap((write) =>
    write.do === "create" ? [{ what: write.what, ref: { key: write.key } }] : [],
  );
  return made.find(({ what }) => kinds.includes(what));
}

function loggedActivity({ type }: Event, known: KnownCall | undefined): Link | undefined {
  const family = familyOf(type);
  if (family === "call" && known?.call) return { what: "call", ref: known.call.ref };
  if (family === "meeting" && known?.meeting) return { what: "meeting", ref: known.meeting.ref };
  return known?.activity ? { what: known.activity.what, ref: known.activity.ref } : undefined;
}

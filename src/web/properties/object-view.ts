// The form of one rule of a custom object as the page shows it: what HubSpot offers, and what the newest event would give.
import type { Response } from "express";
import type { CustomObject } from "../../hubspot/gateway.ts";
import { families, linkedWith } from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import type { Web } from "../context.ts";
import { type Chosen, checkedObject, isLinkable, type ObjectDraft } from "./object.ts";
import type { Errors } from "./row.ts";
import { insertable, matchOutcome, type Outcome, outcomeOf, type Sample, sampleOf, shownSample } from "./sample.ts";
import { fillableProperties, listedObjects } from "./schemas.ts";
import { familyWords, linkWords, typeWords } from "./words.ts";

export async function chosenOf(
  web: Web,
  portal: Portal,
  objectTypeId: string,
): Promise<{ listed: CustomObject[]; isUnread: boolean; chosen: Chosen | null }> {
  const listed = await listedObjects(web, portal);
  const objects = Array.isArray(listed) ? listed : [];
  const object = objects.find((each) => each.objectTypeId === objectTypeId);
  const properties = object ? await fillableProperties(web, portal, object) : null;
  const chosen = object && properties ? { object, properties } : null;
  return { listed: objects, isUnread: listed === null || (object !== undefined && properties === null), chosen };
}

/** Where there is but one custom object, it is chosen. */
export async function renderObject(
  web: Web,
  portal: Portal,
  given: ObjectDraft,
  errors: Errors,
  response: Response,
): Promise<void> {
  const first = given.objectTypeId === "" ? await listedObjects(web, portal) : null;
  const only = Array.isArray(first) && first.length === 1 ? first[0]?.objectTypeId : undefined;
  const draft = { ...given, objectTypeId: given.objectTypeId || (only ?? "") };
  const [sample, { listed, isUnread, chosen }] = await Promise.all([
    sampleOf(web, portal, draft.on),
    chosenOf(web, portal, draft.objectTypeId),
  ]);
  const named = chosen?.object.singular ?? "record";
  const kept = draft.rows.filter(({ property, value }) => property !== "" || value.trim() !== "");
  response.render("property-object", {
    title: draft.id === "" ? "A new rule" : "A rule",
    page: "properties",
    draft: { ...draft, rows: [...kept, { property: "", value: "", mode: "gap" }] },
    isNew: draft.id === "",
    families: families.map((family) => ({ value: family, label: familyWords[family].many })),
    objects: listed.map(({ objectTypeId, plural }) => ({ value: objectTypeId, label: plural })),
    isUnread,
    isChosen: chosen !== null,
    named,
    one: familyWords[draft.on].one,
    unique: optionsOf(chosen, true),
    properties: optionsOf(chosen, false).map((each) => ({
      ...each,
      isRequired: chosen?.object.required.includes(each.value),
    })),
    links: linkedWith
      .filter((each) => chosen && isLinkable(draft.on, each, chosen.object))
      .map((each) => ({ value: each, label: linkWords[each] })),
    groups: insertable(sample),
    newest: shownSample(sample),
    outcomes: outcomesOf({ ...draft, rows: kept }, chosen, portal, sample),
    errors,
  });
}

function optionsOf(chosen: Chosen | null, unique: boolean) {
  return (chosen?.properties ?? [])
    .filter((each) => each.unique === unique)
    .map(({ property, label, type }) => ({ value: property, label: `${label} · ${typeWords[type]}` }));
}

/** Nothing before the rule says how its record is found. */
function outcomesOf(draft: ObjectDraft, chosen: Chosen | null, portal: Portal, sample: Sample): Outcome[] {
  if (!chosen || draft.match.property === "" || draft.match.value.trim() === "") return [];
  const checked = checkedObject(draft, chosen, []);
  if ("errors" in checked) return Object.values(checked.errors).map((text) => ({ kind: "wrong", text }));
  const { rule } = checked;
  return [matchOutcome(rule, sample, portal), ...rule.rows.map((row) => outcomeOf(row, sample, portal))].filter(
    (outcome) => outcome !== null,
  );
}

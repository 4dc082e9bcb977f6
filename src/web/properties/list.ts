// The list of rows by kind of event, each with what the newest such event would make of it.
import type { Request, Response } from "express";
import type { Family } from "../../model/our-fields.ts";
import {
  type CustomObjectRule,
  families,
  type MappedObject,
  mappedObjects,
  type PropertyRow,
} from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import { portalOf, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { matchOutcome, outcomeOf, type Sample, sampleOf } from "./sample.ts";
import { fillableProperties, listedObjects } from "./schemas.ts";
import { familyWords, linkWords, objectWords, templateParts, typeWords } from "./words.ts";

export function showList(web: Web): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const portal = portalOf(response);
    if (wantsJson(request)) {
      response.json(portal.propertyMap);
      return;
    }
    const { rows, objects } = portal.propertyMap;
    const used = families.filter((family) => [...rows, ...objects].some(({ on }) => on === family));
    const [samples, known, custom] = await Promise.all([
      samplesOf(web, portal, used),
      knownNames(web, portal, rows),
      listedObjects(web, portal),
    ]);
    const isGone = ({ object, property }: PropertyRow) => known.get(object)?.has(property) === false;
    response.render("properties", {
      title: "Properties",
      page: "properties",
      groups: groupsOf(used, rows).map((family) => ({
        family,
        title: familyWords[family].many,
        one: familyWords[family].one,
        rows: rows
          .filter(({ on }) => on === family)
          .map((row) => ({ ...shownRow(row, samples.get(family), portal), isGone: isGone(row) })),
      })),
      addable: families.map((family) => ({ family, title: familyWords[family].many, one: familyWords[family].one })),
      isUnread: [...known.values()].some((names) => names === null),
      objects: objects.map((rule) => ({
        ...shownRule(rule, samples.get(rule.on), portal),
        isGone: Array.isArray(custom) && !custom.some(({ objectTypeId }) => objectTypeId === rule.objectTypeId),
      })),
      custom: custom === "none" || custom === null ? custom : custom.length,
    });
  };
}

function groupsOf(used: readonly Family[], rows: readonly PropertyRow[]): Family[] {
  return used.filter((family) => rows.some(({ on }) => on === family));
}

async function samplesOf(web: Web, portal: Portal, used: readonly Family[]): Promise<Map<Family, Sample>> {
  return new Map(await Promise.all(used.map(async (family) => [family, await sampleOf(web, portal, family)] as const)));
}

/** By object that is in use: what HubSpot has; null where it did not answer. */
async function knownNames(
  web: Web,
  portal: Portal,
  rows: readonly PropertyRow[],
): Promise<Map<MappedObject, Set<string> | null>> {
  const used = mappedObjects.filter((object) => rows.some((row) => row.object === object));
  const known = used.map(async (object) => {
    const listed = await fillableProperties(web, portal, object);
    return [object, listed && new Set(listed.map(({ property }) => property))] as const;
  });
  return new Map(await Promise.all(known));
}

function shownRow(row: PropertyRow, sample: Sample | undefined, portal: Portal) {
  return {
    id: row.id,
    object: objectWords[row.object],
    label: row.label,
    property: row.property,
    type: typeWords[row.type],
    parts: templateParts(row.on, row.value),
    isAlways: row.mode === "always",
    outcome: sample ? outcomeOf(row, sample, portal) : null,
  };
}

function shownRule(rule: CustomObjectRule, sample: Sample | undefined, portal: Portal) {
  return {
    id: rule.id,
    label: rule.label,
    on: familyWords[rule.on],
    match: rule.match.label,
    parts: templateParts(rule.on, rule.match.value),
    filled: rule.rows.map(({ label }) => label),
    links: rule.associateWith.map((each) => linkWords[each].toLowerCase()),
    create: rule.create,
    outcome: sample ? matchOutcome(rule, sample, portal) : null,
  };
}

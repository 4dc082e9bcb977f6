// The outcomes of calls that an account's administrator has set up: HubSpot keeps them as the options of one property.
import { readArray, readObject, readOptionalFlag, readText } from "../api/input.ts";
import { type Portal, schemaOf } from "../engine/portal.ts";
import { liveProperty } from "../engine/schema.ts";
import { invalid } from "../errors.ts";
import type { PropertyDefinition, PropertyOption } from "../schema/property.ts";

function disposition(portal: Portal): PropertyDefinition {
  const found = liveProperty(schemaOf(portal, "calls"), "hs_call_disposition");
  if (found) return found;
  throw new Error("calls have no hs_call_disposition");
}

function readOutcome(value: unknown, displayOrder: number): PropertyOption {
  const given = readObject(value, "callOutcome");
  const hidden = readOptionalFlag(given.hidden, "callOutcome.hidden") ?? false;
  return {
    value: readText(given.id, "callOutcome.id"),
    label: readText(given.label, "callOutcome.label"),
    displayOrder,
    hidden,
  };
}

export function setCallOutcomes(portal: Portal, value: unknown): void {
  const options = readArray(value, "callOutcomes").map(readOutcome);
  if (new Set(options.map((option) => option.value)).size < options.length)
    throw invalid("The ids of callOutcomes must be unique");
  const property = disposition(portal);
  schemaOf(portal, "calls").properties.set(property.name, { ...property, options });
}

export function dumpCallOutcomes(portal: Portal): { id: string; label: string; hidden: boolean }[] {
  return disposition(portal).options.map(({ value, label, hidden }) => ({ id: value, label, hidden }));
}

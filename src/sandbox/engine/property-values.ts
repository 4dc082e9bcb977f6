// Checks property values as HubSpot does on a write and turns them into the form HubSpot stores.
import { invalidProperties, type PropertyProblem } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { PropertyDefinition, PropertyType } from "../schema/property.ts";
import { findStage } from "./pipeline.ts";
import { type Portal, schemaOf } from "./portal.ts";
import { liveProperty } from "./schema.ts";

/** Values ready to be stored; an empty string clears the property. */
export type CheckedValues = Record<string, string>;

type Checked = { value: string } | { code: string; message: string };
type Check = (value: string, property: PropertyDefinition) => Checked;

// String properties hold at most 65,536 characters.
const LONGEST_TEXT = 65_536;
const WHOLE_NUMBER = /^-?\d{1,16}$/;
const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;
const EMAIL_ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/;
const DAY = 86_400_000;

const instant = (value: string) => (WHOLE_NUMBER.test(value) ? Number(value) : Date.parse(value));

const checkDatetime: Check = (value) => {
  const at = instant(value);
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15)
    return { code: "INVALID_LONG", message: `${value} was not a valid long.` };
  return { value: new Date(at).toISOString() };
};

const checkDate: Check = (value) => {
  const at = CALENDAR_DATE.test(value) ? Date.parse(`${value}T00:00:00Z`) : instant(value);
  if (!Number.isFinite(at)) return { code: "INVALID_DATE", message: `${value} was not a valid date.` };
  if (at % DAY !== 0)
    return { code: "INVALID_DATE", message: `${value} is at the wrong time of day: midnight UTC is expected.` };
  return { value: new Date(at).toISOString().slice(0, 10) };
};

const checkNumber: Check = (value) => {
  const trimmed = value.trim();
  if (trimmed === "" || !Number.isFinite(Number(trimmed))) {
    return { code: "INVALID_NUMBER", message: `${value} was not a valid number.` };
  }
  return { value: trimmed };
};

const checkText: Check = (value) => {
  if (value.length > LONGEST_TEXT) {
    return {
      code: "VALUE_TOO_LONG",
      message: `The value has ${value.length} characters; at most ${LONGEST_TEXT} are allowed.`,
    };
  }
  return { value };
};

const checkOption: Check = (value, property) => {
  const chosen = property.fieldType === "checkbox" ? value.split(";").filter((part) => part !== "") : [value];
  const allowed = property.options.map((option) => option.value);
  const wrong = property.externalOptions ? undefined : chosen.find((option) => !allowed.includes(option));
  if (wrong === undefined) return { value };
  return { code: "INVALID_OPTION", message: `${wrong} was not one of the allowed options: [${allowed.join(", ")}]` };
};

const CHECKS: Record<PropertyType, Check> = {
  string: checkText,
  phone_number: checkText,
  number: checkNumber,
  datetime: checkDatetime,
  date: checkDate,
  enumeration: checkOption,
  bool: (value) =>
    value === "true" || value === "false"
      ? { value }
      : { code: "INVALID_OPTION", message: `${value} was not one of the allowed options: [true, false]` },
};

function checkSpecial(portal: Portal, type: ObjectTypeName, property: PropertyDefinition, value: string): Checked {
  if (type === "contacts" && property.name === "email") {
    const address = value.trim().toLowerCase();
    return EMAIL_ADDRESS.test(address)
      ? { value: address }
      : { code: "INVALID_EMAIL", message: `Email address ${value} is invalid` };
  }
  if (
    property.referencedObjectType === "OWNER" &&
    !portal.owners.some((owner) => owner.id === value && !owner.archived)
  ) {
    return { code: "INVALID_OWNER_ID", message: `Owner ${value} does not exist or is not active` };
  }
  if (property.name === "pipeline" || property.name === "hs_pipeline") {
    const ids = (portal.pipelines.get(type) ?? []).map((pipeline) => pipeline.id);
    if (!ids.includes(value))
      return { code: "INVALID_OPTION", message: `${value} was not one of the allowed options: [${ids.join(", ")}]` };
  }
  if (property.name === "hs_call_recording_url" && !value.startsWith("https://")) {
    return { code: "INVALID_URL", message: `${value} is not an https address` };
  }
  return CHECKS[property.type](value, property);
}

/** Throws one 400 that names every property that is unknown, read-only or badly valued. */
export function checkValues(portal: Portal, type: ObjectTypeName, given: Record<string, string>): CheckedValues {
  const schema = schemaOf(portal, type);
  const values: CheckedValues = {};
  const problems: PropertyProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const property = liveProperty(schema, name);
    if (!property) problems.push({ name, code: "PROPERTY_DOESNT_EXIST", message: `Property "${name}" does not exist` });
    else if (property.readOnly) {
      problems.push({
        name,
        code: "READ_ONLY_VALUE",
        message: `"${name}" is a read only property; its value cannot be set.`,
      });
    } else if (value === "") values[name] = "";
    else {
      const checked = checkSpecial(portal, type, property, value);
      if ("value" in checked) values[name] = checked.value;
      else problems.push({ name, ...checked });
    }
  }
  if (problems.length > 0) throw invalidProperties(problems);
  return values;
}

/** A stage must belong to the record's pipeline; stages are ids, their labels are not accepted. */
export function assertStage(portal: Portal, type: ObjectTypeName, properties: Readonly<Record<string, string>>): void {
  const pipelines = portal.pipelines.get(type);
  if (!pipelines) return;
  const [pipelineName, stageName] = type === "deals" ? ["pipeline", "dealstage"] : ["hs_pipeline", "hs_pipeline_stage"];
  const pipeline = properties[pipelineName];
  const stage = properties[stageName];
  if (!stage || findStage(pipelines, pipeline, stage)) return;
  const within = pipelines.filter(({ id }) => pipeline === undefined || id === pipeline);
  const allowed = within.flatMap(({ stages }) => stages.map(({ id }) => id));
  throw invalidProperties([
    {
      name: stageName,
      code: "INVALID_OPTION",
      message: `${stage} was not one of the allowed options: [${allowed.join(", ")}]`,
    },
  ]);
}

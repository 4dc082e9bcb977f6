// What a portal's schemas say: the properties of an object that an app may write, and the portal's custom objects.
import { z } from "zod";
import { type ObjectType, objectTypes } from "../model/crm.ts";
import { type MappedObject, type PropertyTarget, propertyTypes } from "../model/property-map.ts";
import type { Api } from "./client.ts";
import type { CustomObject, WritableProperty } from "./gateway.ts";
import { objectTypeIds, plural, version } from "./paths.ts";
import { ApiRefusal } from "./refusal.ts";

const flag = z.boolean().catch(false);
const text = z.string().catch("");

const propertiesAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      name: z.string(),
      label: text,
      type: z.string(),
      fieldType: text,
      options: z.array(z.looseObject({ value: z.string(), label: text })).catch([]),
      hidden: flag,
      archived: flag,
      calculated: flag,
      externalOptions: flag,
      referencedObjectType: z.string().nullish().catch(null),
      hasUniqueValue: flag,
      modificationMetadata: z.looseObject({ readOnlyValue: flag }).catch({ readOnlyValue: false }),
    }),
  ),
});
type Listed = z.infer<typeof propertiesAnswer>["results"][number];

const types = new Set<string>(propertyTypes);

export async function writableProperties(api: Api, object: MappedObject | CustomObject): Promise<WritableProperty[]> {
  const name = typeof object === "string" ? plural[object] : object.objectTypeId;
  const path = `/crm/properties/${version}/${name}`;
  const { results } = await api.request("GET", path, undefined, propertiesAnswer);
  return results.filter(isOpen).map((listed) => ({ ...targetOf(listed), unique: listed.hasUniqueValue }));
}

/** What events say fits no ids of owners, teams, other records and files. */
function isOpen(listed: Listed): boolean {
  const { hidden, archived, calculated, externalOptions, referencedObjectType, fieldType, type } = listed;
  const isWritable = !calculated && !listed.modificationMetadata.readOnlyValue;
  const isId = externalOptions || Boolean(referencedObjectType) || fieldType === "file";
  return !hidden && !archived && isWritable && !isId && types.has(type);
}

function targetOf({ name, label, type, fieldType, options }: Listed): PropertyTarget {
  const known = propertyTypes.find((each) => each === type) ?? "string";
  return {
    property: name,
    label: label || name,
    type: known,
    ...(known === "enumeration" && {
      options: options.map(({ value, label: shown }) => ({ value, label: shown || value })),
    }),
    ...(known === "enumeration" && fieldType === "checkbox" && { several: true as const }),
    ...(known === "string" && fieldType === "html" && { html: true as const }),
  };
}

const schemasAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      objectTypeId: z.string(),
      name: text,
      labels: z.looseObject({ singular: z.string().optional(), plural: z.string().optional() }).catch({}),
      requiredProperties: z.array(z.string()).catch([]),
      associations: z.array(z.looseObject({ fromObjectTypeId: text, toObjectTypeId: text })).catch([]),
      archived: flag,
    }),
  ),
});

/** null: the portal's subscription has none, or nobody has granted the app to see them. */
export async function customObjects(api: Api): Promise<CustomObject[] | null> {
  try {
    const path = `/crm-object-schemas/${version}/schemas`;
    const { results } = await api.request("GET", path, undefined, schemasAnswer);
    return results
      .filter(({ objectTypeId, archived }) => objectTypeId.startsWith("2-") && !archived)
      .map(({ objectTypeId, name, labels, requiredProperties, associations }) => ({
        objectTypeId,
        singular: labels.singular ?? name,
        plural: labels.plural ?? labels.singular ?? name,
        required: requiredProperties,
        associated: associatedBy(new Set(associations.flatMap((each) => [each.fromObjectTypeId, each.toObjectTypeId]))),
      }));
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) return null;
    throw error;
  }
}

function associatedBy(typeIds: ReadonlySet<string>): ObjectType[] {
  return objectTypes.filter((what) => typeIds.has(objectTypeIds[what]));
}

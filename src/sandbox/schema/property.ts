// What a property definition is, and the short notation that the tables of HubSpot-defined properties are written in.

export interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description?: string;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  hasUniqueValue: boolean;
  hidden: boolean;
  formField: boolean;
  hubspotDefined: boolean;
  readOnly: boolean;
  calculated: boolean;
  externalOptions: boolean;
  referencedObjectType?: string | undefined;
  createdAt?: number | undefined;
  updatedAt?: number | undefined;
  archivedAt?: number | undefined;
}

export const PROPERTY_TYPES = ["bool", "date", "datetime", "enumeration", "number", "phone_number", "string"] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export const FIELD_TYPES = [
  "booleancheckbox",
  "calculation_equation",
  "checkbox",
  "date",
  "file",
  "html",
  "number",
  "phonenumber",
  "radio",
  "select",
  "text",
  "textarea",
] as const;

const FIELD_TYPE_OF: Record<PropertyType, string> = {
  bool: "booleancheckbox",
  date: "date",
  datetime: "date",
  enumeration: "select",
  number: "number",
  phone_number: "phonenumber",
  string: "text",
};

export interface Traits {
  readOnly?: boolean;
  calculated?: boolean;
  fieldType?: string;
  options?: readonly (string | readonly [value: string, label: string])[];
  owner?: boolean;
  externalOptions?: boolean;
}

const sentence = (value: string) => {
  const words = value.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** One HubSpot-defined property: name, label, type, group, and whatever is unusual about it. */
export function hubspotProperty(
  name: string,
  label: string,
  type: PropertyType,
  groupName: string,
  traits: Traits = {},
): PropertyDefinition {
  const boolOptions =
    type === "bool"
      ? ([
          ["true", "Yes"],
          ["false", "No"],
        ] as const)
      : [];
  return {
    name,
    label,
    type,
    fieldType: traits.fieldType ?? FIELD_TYPE_OF[type],
    groupName,
    description: "",
    options: (traits.options ?? boolOptions).map((option, displayOrder) => {
      const [value, text] = typeof option === "string" ? [option, sentence(option)] : option;
      return { label: text, value, displayOrder, hidden: false };
    }),
    displayOrder: -1,
    hasUniqueValue: false,
    hidden: false,
    formField: !traits.readOnly,
    hubspotDefined: true,
    readOnly: traits.readOnly ?? traits.calculated ?? false,
    calculated: traits.calculated ?? false,
    externalOptions: traits.externalOptions ?? traits.owner ?? false,
    referencedObjectType: traits.owner ? "OWNER" : undefined,
  };
}

// One portal: everything that belongs to one HubSpot account.
import { type AssociationType, HUBSPOT_ASSOCIATION_TYPES } from "../schema/association-types.ts";
import {
  type CustomType,
  findObjectType,
  OBJECT_TYPES,
  type ObjectType,
  type ObjectTypeName,
} from "../schema/object-types.ts";
import type { Change } from "./change.ts";
import type { CustomObject } from "./custom-object.ts";
import type { List } from "./list.ts";
import { type Owner, startingOwners } from "./owner.ts";
import { type Pipeline, startingDealPipelines, startingTicketPipelines } from "./pipeline.ts";
import { createSchema, type ObjectSchema } from "./schema.ts";
import { RecordTable } from "./table.ts";
import type { ValidationRule } from "./validation-rules.ts";

export interface PortalSettings {
  name: string;
  timeZone: string;
  currency: string;
  accountType: "STANDARD" | "DEVELOPER_TEST" | "SANDBOX" | "APP_DEVELOPER";
  /** Read phone numbers without a country code as numbers of this country; without it they stay unparsed. */
  defaultCountry: string;
  rotateRefreshTokens: boolean;
  /** Scopes that this account's subscription lacks. */
  unavailableScopes: string[];
}

/** How long search goes on without a new record, or with the old values of a changed one. */
export interface IndexLag {
  createMs: number;
  updateMs: number;
}

export interface Portal {
  readonly id: string;
  readonly createdAt: number;
  settings: PortalSettings;
  readonly tables: Map<ObjectTypeName, RecordTable>;
  readonly schemas: Map<ObjectTypeName, ObjectSchema>;
  readonly customObjects: Map<CustomType, CustomObject>;
  associationTypes: AssociationType[];
  owners: Owner[];
  pipelines: Map<ObjectTypeName, Pipeline[]>;
  lists: Map<string, List>;
  validationRules: ValidationRule[];
  readonly lag: IndexLag;
  now(): number;
  changed(change: Change): void;
}

export const DEFAULT_SETTINGS: PortalSettings = {
  name: "Acme",
  timeZone: "Europe/Kyiv",
  currency: "UAH",
  accountType: "DEVELOPER_TEST",
  defaultCountry: "UA",
  rotateRefreshTokens: false,
  unavailableScopes: [],
};

export interface PortalSurroundings {
  now: () => number;
  lag: IndexLag;
  changed: (portal: Portal, change: Change) => void;
}

export function createPortal(id: string, settings: Partial<PortalSettings>, around: PortalSurroundings): Portal {
  const createdAt = around.now();
  const portal: Portal = {
    id,
    createdAt,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    tables: new Map(OBJECT_TYPES.map(({ name }) => [name, new RecordTable(name)])),
    schemas: new Map(OBJECT_TYPES.map(({ name }) => [name, createSchema(name)])),
    customObjects: new Map(),
    associationTypes: [...HUBSPOT_ASSOCIATION_TYPES],
    owners: startingOwners(createdAt),
    pipelines: new Map([
      ["deals", startingDealPipelines(createdAt)],
      ["tickets", startingTicketPipelines(createdAt)],
    ]),
    lists: new Map(),
    validationRules: [],
    lag: around.lag,
    now: around.now,
    changed: (change) => around.changed(portal, change),
  };
  return portal;
}

/** An object type as a request names it; custom objects go by their type id and their fully qualified name. */
export function findTypeIn(portal: Portal, name: string): ObjectType | undefined {
  const standard = findObjectType(name);
  if (standard) return standard;
  const custom = [...portal.customObjects.values()].find(
    ({ typeId, fullyQualifiedName }) => typeId === name || fullyQualifiedName === name.toLowerCase(),
  );
  return custom && schemaOf(portal, custom.typeId).type;
}

export function tableOf(portal: Portal, type: ObjectTypeName): RecordTable {
  const table = portal.tables.get(type);
  if (!table) throw new Error(`no table of ${type}`);
  return table;
}

export function schemaOf(portal: Portal, type: ObjectTypeName): ObjectSchema {
  const schema = portal.schemas.get(type);
  if (!schema) throw new Error(`no schema of ${type}`);
  return schema;
}

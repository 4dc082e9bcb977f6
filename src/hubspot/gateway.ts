// The narrow waist between Hookswitch and HubSpot: what the lane and the pages may ask of a portal.
import type { Company, Contact, Deal, Directory, ObjectType } from "../model/crm.ts";
import type { E164, HubSpotId, PortalId } from "../model/ids.ts";
import type { Prepared } from "../model/prepared.ts";
import type { MappedObject, PropertyTarget } from "../model/property-map.ts";

/** A number to look for; `national` has no country code, as HubSpot's phone search wants it. */
export interface Wanted {
  e164: E164;
  national: string;
  /** Contact ids from our own memory of numbers. */
  remembered: HubSpotId[];
  /** False when memory alone is fresh enough. */
  search: boolean;
}

export interface CreateInput {
  key: string;
  properties: Record<string, string>;
  associate: { what: ObjectType; id: HubSpotId }[];
}

/** `associate`: with at least one record; each pair in the default type of its direction. */
export interface AssociateInput {
  key: string;
  what: ObjectType;
  id: HubSpotId;
  associate: { what: ObjectType; id: HubSpotId }[];
}

/** A record of a custom object; `idValue`: its value of a property that HubSpot keeps unique. */
export interface UpsertInput {
  key: string;
  objectTypeId: string;
  idProperty: string;
  idValue: string;
  create: boolean;
  properties: Record<string, string>;
  associate: { what: ObjectType; id: HubSpotId }[];
}

/** Properties to read beside those that every rule needs, by object. */
export interface AlsoRead {
  contact: readonly string[];
  deal: readonly string[];
  company: readonly string[];
}

export interface UpdateInput {
  key: string;
  id: HubSpotId;
  properties: Record<string, string>;
}

/**
 * found: HubSpot already had it, by a unique value or an e-mail address; it is then associated as a new one would be.
 * `because`: what was left out of the record, and why.
 */
export type Outcome =
  | { key: string; id: HubSpotId; made: "created" | "found" | "updated"; because?: string }
  | { key: string; refused: string };

export interface Activity {
  id: HubSpotId;
  properties: Record<string, string | null>;
}

/** A property that an app may write; `unique`: no two records may have the same value of it. */
export type WritableProperty = PropertyTarget & { unique: boolean };

export interface CustomObject {
  objectTypeId: string;
  singular: string;
  plural: string;
  /** Properties without which HubSpot makes no record. */
  required: readonly string[];
  /** What it can be associated with. */
  associated: readonly ObjectType[];
}

/** Every method throws Refused, Later or Disconnected; nothing else is expected. */
export interface Gateway {
  /** Contacts that may have the numbers, with their deals (here as elsewhere the newest 500); the rules verify them. */
  people(wanted: Wanted[], directory: Directory, also: AlsoRead): Promise<Map<E164, Contact[]>>;
  /** Contacts that have the addresses (lower case), with their deals. */
  byEmail(emails: string[], directory: Directory, also: AlsoRead): Promise<Map<string, Contact[]>>;
  /** Contacts by id, with their deals; of those that exist. */
  contacts(ids: HubSpotId[], directory: Directory, also: AlsoRead): Promise<Contact[]>;
  dealsOf(contactIds: HubSpotId[], directory: Directory): Promise<Map<HubSpotId, Deal[]>>;
  /** Ids of the companies of these contacts, by contact. */
  companiesOf(contactIds: HubSpotId[]): Promise<Map<HubSpotId, HubSpotId[]>>;
  /**
   * Companies that have one of the domains (lower case), and those of the ids, with their deals where these are wanted.
   * Where no further properties are wanted, those known by id alone are not read: they come without name, domain and date.
   * @param wanted.key the property of ours that holds the domains of companies which we made, where HubSpot has it
   * @param known deals that have been read a moment ago and need not be read again
   */
  companies(
    wanted: { domains: string[]; ids: HubSpotId[]; deals: boolean; key?: string | null },
    directory: Directory,
    also: AlsoRead,
    known: readonly Deal[],
  ): Promise<Company[]>;
  create(what: ObjectType, inputs: CreateInput[]): Promise<Outcome[]>;
  update(what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]>;
  /** Safe to repeat; a record that is gone by now is left out. An outcome is "updated". */
  associate(inputs: AssociateInput[]): Promise<Outcome[]>;
  /** Writes records of custom objects, and then associates them. Safe to repeat. */
  upsert(inputs: UpsertInput[]): Promise<Outcome[]>;
  /** Values of the records of a custom object that have one of these values of a unique property, by that value. */
  customRecords(
    wanted: { objectTypeId: string; idProperty: string; idValues: string[] },
    properties: string[],
  ): Promise<Map<string, Record<string, string>>>;
  /** Activities of these records, read through associations, which unlike search do not lag. */
  activities(what: ObjectType, of: { what: ObjectType; ids: HubSpotId[] }, properties: string[]): Promise<Activity[]>;
  /** Those of the ids that still answer under the same id: neither deleted nor merged into another record. */
  present(what: ObjectType, ids: HubSpotId[]): Promise<Set<HubSpotId>>;
  /** Those of the tasks that exist and are not completed. */
  openTasks(ids: HubSpotId[]): Promise<Set<HubSpotId>>;
  /** The texts of these activities as they stand; of those that exist. */
  bodies(what: ObjectType, ids: HubSpotId[]): Promise<Map<HubSpotId, string>>;
  /** Values of these properties, as far as they have one; of the records that exist. */
  values(what: ObjectType, ids: HubSpotId[], properties: string[]): Promise<Map<HubSpotId, Record<string, string>>>;
  /** Tells HubSpot that the call's recording can be fetched from us; safe to repeat. */
  recordingReady(callId: HubSpotId): Promise<void>;
  directory(): Promise<Directory>;
  properties(object: MappedObject | CustomObject): Promise<WritableProperty[]>;
  /** null: the portal has no custom objects in its subscription, or has not granted us to see them. */
  customObjects(): Promise<CustomObject[] | null>;
  /** Creates our properties where they are missing; safe to repeat. */
  prepare(): Promise<Prepared>;
  account(): Promise<{ timeZone: string | null; uiDomain: string | null }>;
  /** Removes the app from the portal. */
  uninstall(): Promise<void>;
}

/** `permit` is awaited right before every write, after all waiting for HubSpot's limits; what it throws stops the write. */
export type GatewayFor = (portalId: PortalId, permit?: () => Promise<void>) => Gateway;

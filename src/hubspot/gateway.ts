// The narrow waist between Hookswitch and HubSpot: what the lane and the pages may ask of a portal.
import type { Contact, Deal, Directory, ObjectType } from "../model/crm.ts";
import type { E164, HubSpotId, PortalId } from "../model/ids.ts";
import type { Prepared } from "../model/prepared.ts";

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

export interface UpdateInput {
  key: string;
  id: HubSpotId;
  properties: Record<string, string>;
}

/** found: HubSpot already had it, by a unique value or an e-mail address. */
export type Outcome =
  | { key: string; id: HubSpotId; made: "created" | "found" | "updated" }
  | { key: string; refused: string };

export interface Activity {
  id: HubSpotId;
  properties: Record<string, string | null>;
}

/** One that an app may write; `type` is HubSpot's: string, enumeration, number… */
export interface DealProperty {
  name: string;
  label: string;
  type: string;
}

/** Every method throws Refused, Later or Disconnected; nothing else is expected. */
export interface Gateway {
  /** Contacts that may have the numbers, with their deals; the rules verify them. */
  people(wanted: Wanted[], directory: Directory, ours: readonly string[]): Promise<Map<E164, Contact[]>>;
  /** Contacts that have the addresses (lower case), with their deals. */
  byEmail(emails: string[], directory: Directory, ours: readonly string[]): Promise<Map<string, Contact[]>>;
  dealsOf(contactIds: HubSpotId[], directory: Directory): Promise<Map<HubSpotId, Deal[]>>;
  create(what: ObjectType, inputs: CreateInput[]): Promise<Outcome[]>;
  update(what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]>;
  /** Activities of these contacts, read through associations, which unlike search do not lag. */
  activities(what: ObjectType, contactIds: HubSpotId[], properties: string[]): Promise<Activity[]>;
  /** Those of the ids that still answer under the same id: neither deleted nor merged into another record. */
  present(what: ObjectType, ids: HubSpotId[]): Promise<Set<HubSpotId>>;
  /** Those of the tasks that exist and are not completed. */
  openTasks(ids: HubSpotId[]): Promise<Set<HubSpotId>>;
  /** The bodies of these calls as they stand; of those that exist. */
  callBodies(ids: HubSpotId[]): Promise<Map<HubSpotId, string>>;
  /** Tells HubSpot that the call's recording can be fetched from us; safe to repeat. */
  recordingReady(callId: HubSpotId): Promise<void>;
  directory(): Promise<Directory>;
  dealProperties(): Promise<DealProperty[]>;
  /** Creates our properties where they are missing; safe to repeat. */
  prepare(): Promise<Prepared>;
  account(): Promise<{ timeZone: string | null; uiDomain: string | null }>;
  /** Removes the app from the portal. */
  uninstall(): Promise<void>;
}

/** `permit` is awaited right before every write, after all waiting for HubSpot's limits; what it throws stops the write. */
export type GatewayFor = (portalId: PortalId, permit?: () => Promise<void>) => Gateway;

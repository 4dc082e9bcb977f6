// HubSpot's side of the vocabulary: the records, owners and pipelines that rules reason about.
import { z } from "zod";
import type { Event } from "./event.ts";
import type { HubSpotId } from "./ids.ts";

export const objectTypes = ["contact", "company", "deal", "call", "task", "note", "meeting", "communication"] as const;
export type ObjectType = (typeof objectTypes)[number];

export const owner = z.object({ id: z.string(), name: z.string(), email: z.string().nullable() });
export type Owner = z.infer<typeof owner>;

export const stage = z.object({ id: z.string(), label: z.string(), closed: z.boolean() });
export const pipeline = z.object({ id: z.string(), label: z.string(), stages: z.array(stage) });
export type Pipeline = z.infer<typeof pipeline>;

/** The portal's people and pipelines as HubSpot last listed them. */
export const directory = z.object({
  owners: z.array(owner),
  pipelines: z.array(pipeline),
  /** What a call may have come to, the portal's own words included. */
  callOutcomes: z.array(z.object({ id: z.string(), label: z.string() })).default([]),
});
export type Directory = z.infer<typeof directory>;
/** Before HubSpot was asked: every deal counts as open, nobody as an owner. */
export const unknownDirectory: Directory = { owners: [], pipelines: [], callOutcomes: [] };

/** A record that exists, or one that an earlier plan is about to make: then `key` is the write that makes it. */
export type RecordRef = { id: HubSpotId } | { key: string };

export interface Deal {
  ref: RecordRef;
  name: string;
  open: boolean;
  ownerId: string | null;
  /** ISO 8601; the newest open deal is the one that a call belongs to. */
  updatedAt: string;
  /** Values of the properties that the portal fills by its own rules. */
  values: Record<string, string>;
}

export interface Contact {
  ref: RecordRef;
  name: string;
  /** Raw texts of every phone property that the portal searches. */
  phones: string[];
  /** Lower-case, the first one and the further ones. */
  emails: string[];
  ownerId: string | null;
  createdAt: string;
  lastActivityAt: string | null;
  /** Values of the properties that rules may fill when they are empty. */
  values: Record<string, string>;
  deals: Deal[];
  /** Read only where something is to be associated with them; else none. */
  companies: RecordRef[];
}

export interface Company {
  ref: RecordRef;
  name: string;
  /** Lower-case, such as acme.com. */
  domain: string | null;
  createdAt: string;
  /** Values of the properties that rules may fill or change. */
  values: Record<string, string>;
  deals: Deal[];
}

/** A record that we wrote or are about to write, with its properties as we last wrote them. */
export interface WrittenRecord {
  ref: RecordRef;
  properties: Record<string, string>;
  /** What we have associated it with. */
  links: Link[];
}

export interface Link {
  what: ObjectType;
  ref: RecordRef;
}

/** What we wrote of a call, or are about to write: the rest of it then costs no request that changes nothing. */
export interface KnownCall {
  /**
   * null: the call itself is not written, only what was made when it was picked up.
   * `body`: as it stands in HubSpot, where people may have written into it since.
   */
  call: (WrittenRecord & { body?: string }) | null;
  contact: WrittenRecord | null;
  /** `isOurs`: made for this call; else there was one already. */
  deal: (WrittenRecord & { isOurs: boolean }) | null;
  /** The note or communication of a dialogue, the note of a meeting; `body` as above. */
  activity: (WrittenRecord & { what: "note" | "communication"; body?: string }) | null;
  /** The summary of a meeting; `body` as above. */
  meeting: (WrittenRecord & { body?: string }) | null;
  /** Its end has been decided about: without a call then, the matrix logs none. */
  ended: boolean;
}
export const nothingWritten: KnownCall = {
  call: null,
  contact: null,
  deal: null,
  activity: null,
  meeting: null,
  ended: false,
};

/** The records of a customer who signed up, whether we made or found them, as they stand in HubSpot now. */
export interface KnownCustomer {
  contact: Contact | null;
  company: Company | null;
}

/** A task to call somebody back that we made and nobody has completed. */
export interface OpenTask {
  /** The write that made it. */
  key: string;
  ref: RecordRef;
  /** When the client was missed, ISO 8601. */
  since: string;
}

/** What HubSpot holds about the people of a batch, as read just now, and what our ledger knows of its calls. */
export interface Snapshot {
  /** Candidates per number, not yet verified or chosen. */
  contacts: ReadonlyMap<string, readonly Contact[]>;
  /** By e-mail address in lower case. */
  byEmail: ReadonlyMap<string, readonly Contact[]>;
  /** Companies that have a domain of the events' people, and those of the contacts above. */
  companies: readonly Company[];
  /** By the event's subject. */
  calls: ReadonlyMap<string, KnownCall>;
  /** By the subject of their sign-up. */
  customers: ReadonlyMap<string, KnownCustomer>;
  /** What was told of a call, a dialogue, a meeting or a customer before and beside an event, by subject; parked events not included. */
  moments: ReadonlyMap<string, readonly Event[]>;
  /** Values of properties of the portal's own, of records that are not read otherwise, by "call 901". */
  standing: ReadonlyMap<string, Record<string, string>>;
  /** Records of the portal's custom objects that events name, with their values, by "2-123 subscription_id=s-1". */
  customRecords: ReadonlyMap<string, Record<string, string>>;
  /** Events of the batch that are decided later: what they tell is among the moments, but nothing of it is written yet. */
  undecided: ReadonlySet<string>;
  /** By the caller's number. */
  openTasks: ReadonlyMap<string, readonly OpenTask[]>;
}

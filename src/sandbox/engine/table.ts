// All records of one object type in one portal, with the indexes that uniqueness checks and search rely on.
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { Properties, StoredRecord } from "./record.ts";
import { ValueIndex } from "./value-index.ts";

const INDEXED: Partial<Record<ObjectTypeName, readonly string[]>> = {
  contacts: [
    "email",
    "phone",
    "mobilephone",
    "hs_searchable_calculated_phone_number",
    "hs_searchable_calculated_mobile_number",
  ],
  companies: ["domain", "phone"],
  calls: ["hs_call_external_id"],
};

// Ids of different types run through the same numbers on purpose: HubSpot's are unique per object type only.
const FIRST_ID = 101;

// Created under the primary address of a contact or one of its further ones: a second contact with it is refused.
export const addressesOf = (properties: Properties): string[] =>
  [properties.email ?? "", ...(properties.hs_additional_emails ?? "").split(";")].filter((address) => address !== "");

export class RecordTable {
  readonly type: ObjectTypeName;
  readonly live = new Map<string, StoredRecord>();
  readonly archived = new Map<string, StoredRecord>();
  /** Ids of merged records and the id that took their place. */
  readonly mergedInto = new Map<string, string>();
  /** Records that search does not see as they are now. */
  readonly stale = new Set<StoredRecord>();
  readonly addresses = new ValueIndex();
  readonly #indexes = new Map<string, ValueIndex>();
  #nextId = FIRST_ID;

  constructor(type: ObjectTypeName) {
    this.type = type;
    for (const name of INDEXED[type] ?? []) this.#indexes.set(name, new ValueIndex());
  }

  get nextId(): number {
    return this.#nextId;
  }

  takeId(): string {
    const id = String(this.#nextId);
    this.#nextId += 1;
    return id;
  }

  indexOf(property: string): ValueIndex | undefined {
    return this.#indexes.get(property);
  }

  /** Starts an index, as a new unique property needs one. */
  addIndex(property: string): void {
    if (this.#indexes.has(property)) return;
    const index = new ValueIndex();
    for (const record of this.live.values()) {
      const value = record.properties[property];
      if (value) index.add(value, record);
    }
    this.#indexes.set(property, index);
  }

  /** The record with this id, or the one it was merged into. */
  find(id: string): StoredRecord | undefined {
    const direct = this.live.get(id);
    if (direct) return direct;
    const survivor = this.mergedInto.get(id);
    return survivor === undefined ? undefined : this.find(survivor);
  }

  insert(record: StoredRecord): void {
    this.live.set(record.id, record);
    this.#nextId = Math.max(this.#nextId, Number(record.id) + 1);
    this.#index(record);
  }

  replaceProperties(record: StoredRecord, properties: Properties): void {
    this.#unindex(record);
    record.properties = properties;
    this.#index(record);
  }

  archive(record: StoredRecord, at: number): void {
    this.forget(record);
    record.archivedAt = at;
    this.archived.set(record.id, record);
  }

  /** Takes a record out for good, as a merge or an erasure does. */
  forget(record: StoredRecord): void {
    this.#unindex(record);
    this.live.delete(record.id);
    this.stale.delete(record);
  }

  #index(record: StoredRecord): void {
    for (const [name, index] of this.#indexes) {
      const value = record.properties[name];
      if (value) index.add(value, record);
    }
    if (this.type === "contacts")
      for (const address of addressesOf(record.properties)) this.addresses.add(address, record);
  }

  #unindex(record: StoredRecord): void {
    for (const [name, index] of this.#indexes) {
      const value = record.properties[name];
      if (value) index.remove(value, record);
    }
    if (this.type === "contacts") {
      for (const address of addressesOf(record.properties)) this.addresses.remove(address, record);
    }
  }
}

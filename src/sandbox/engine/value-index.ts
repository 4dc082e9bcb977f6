// An index from a property's value to the records that have it; most values belong to one record, which costs no set.
import type { StoredRecord } from "./record.ts";

export class ValueIndex {
  readonly #holders = new Map<string, StoredRecord | Set<StoredRecord>>();

  static key(value: string): string {
    return value.trim().toLowerCase();
  }

  add(value: string, record: StoredRecord): void {
    const key = ValueIndex.key(value);
    const held = this.#holders.get(key);
    if (held === undefined) this.#holders.set(key, record);
    else if (held instanceof Set) held.add(record);
    else if (held !== record) this.#holders.set(key, new Set([held, record]));
  }

  remove(value: string, record: StoredRecord): void {
    const key = ValueIndex.key(value);
    const held = this.#holders.get(key);
    if (held === record) this.#holders.delete(key);
    else if (held instanceof Set) {
      held.delete(record);
      if (held.size === 0) this.#holders.delete(key);
    }
  }

  holders(value: string): readonly StoredRecord[] {
    const held = this.#holders.get(ValueIndex.key(value));
    if (held === undefined) return [];
    return held instanceof Set ? [...held] : [held];
  }

  /** The record that stands in the way of giving this value to `self`. */
  otherHolder(value: string, self: StoredRecord | undefined): StoredRecord | undefined {
    return this.holders(value).find((holder) => holder !== self);
  }
}

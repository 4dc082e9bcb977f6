// Who is found by which number or address. A batch changes thousands of contacts, one after the other: each change makes
// only the entries of its contact anew, and shares all others with the world before it.
import type { Contact, RecordRef } from "../model/crm.ts";
import { isSameRecord } from "./record-ref.ts";

type Entries = ReadonlyMap<string, readonly Contact[]>;

interface Base {
  entries: Entries;
  /** Under which numbers and addresses each contact stands, and each deal with its contacts. */
  keys: ReadonlyMap<string, readonly string[]>;
}

/** They are copied with every change; a new base takes as long as that many changes. */
const changesAtMost = 100;

export class Holders implements Entries {
  readonly #base: Base;
  /** Goes before the base. */
  readonly #changed: Entries;
  /** Both together, once somebody has gone through all of them. */
  #all: Entries | null = null;

  private constructor(base: Base, changed: Entries) {
    this.#base = base;
    this.#changed = changed;
  }

  static of(entries: Entries): Holders {
    if (entries instanceof Holders) return entries;
    const keys = new Map<string, string[]>();
    for (const [key, contacts] of entries) {
      for (const name of contacts.flatMap(namesOf)) {
        const its = keys.get(name);
        if (its) its.push(key);
        else keys.set(name, [key]);
      }
    }
    return new Holders({ entries, keys }, new Map());
  }

  /** The numbers and addresses under which the contact stands, or every contact of the deal. */
  keysOf(what: "contact" | "deal", ref: RecordRef): string[] {
    const isHolder = (contact: Contact) =>
      what === "contact" ? isSameRecord(contact.ref, ref) : contact.deals.some((deal) => isSameRecord(deal.ref, ref));
    const keys = new Set(this.#base.keys.get(nameOf(what, ref)));
    for (const [key, contacts] of this.#changed) if (contacts.some(isHolder)) keys.add(key);
    return [...keys];
  }

  with(entries: readonly (readonly [key: string, contacts: readonly Contact[]])[]): Holders {
    if (entries.length === 0) return this;
    const changed = new Map(this.#changed);
    for (const [key, contacts] of entries) changed.set(key, contacts);
    const holders = new Holders(this.#base, changed);
    return changed.size <= changesAtMost ? holders : Holders.of(holders.#whole);
  }

  /** The contacts that stand under these, changed. */
  map(keys: Iterable<string>, change: (contact: Contact) => Contact): Holders {
    return this.with([...keys].map((key) => [key, (this.get(key) ?? []).map(change)]));
  }

  get(key: string): readonly Contact[] | undefined {
    return this.#changed.get(key) ?? this.#base.entries.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#whole.size;
  }

  entries() {
    return this.#whole.entries();
  }

  keys() {
    return this.#whole.keys();
  }

  values() {
    return this.#whole.values();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  forEach(each: (contacts: readonly Contact[], key: string, map: Entries) => void): void {
    for (const [key, contacts] of this) each(contacts, key, this);
  }

  get #whole(): Entries {
    if (this.#changed.size === 0) return this.#base.entries;
    this.#all ??= new Map([...this.#base.entries, ...this.#changed]);
    return this.#all;
  }
}

function namesOf({ ref, deals }: Contact): string[] {
  return [nameOf("contact", ref), ...deals.map((deal) => nameOf("deal", deal.ref))];
}

function nameOf(what: "contact" | "deal", ref: RecordRef): string {
  return "id" in ref ? `${what} id ${ref.id}` : `${what} key ${ref.key}`;
}

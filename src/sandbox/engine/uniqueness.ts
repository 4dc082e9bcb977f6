// Refuses a second record with an e-mail address or a unique value that another one has.
import { conflict, type HubSpotError } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import { type Portal, schemaOf, tableOf } from "./portal.ts";
import type { StoredRecord } from "./record.ts";
import { uniqueProperties } from "./schema.ts";
import { addressesOf } from "./table.ts";
import { ValueIndex } from "./value-index.ts";

/** Values that earlier inputs of the same batch have taken. */
export type Claims = Set<string>;

function claim(claims: Claims | undefined, name: string, value: string): boolean {
  if (!claims) return true;
  const key = `${name}\n${ValueIndex.key(value)}`;
  if (claims.has(key)) return false;
  claims.add(key);
  return true;
}

const contactExists = (id: string) => conflict(`Contact already exists. Existing ID: ${id}`);

function valueTaken(name: string, value: string, holder: string): HubSpotError {
  const message = `Cannot set ${name} to ${value}. ${holder} already has that value.`;
  return conflict(message, {
    errors: [{ message, code: "CONFLICTING_UNIQUE_VALUE", context: { propertyName: [name] } }],
  });
}

/** Checks the values being set, `self` being the record they go to, if it is there already. */
export function assertUnique(
  portal: Portal,
  type: ObjectTypeName,
  values: Readonly<Record<string, string>>,
  self?: StoredRecord,
  claims?: Claims,
): void {
  const table = tableOf(portal, type);
  if (type === "contacts") {
    for (const address of addressesOf(values)) {
      const holder = table.addresses.otherHolder(address, self);
      if (holder) throw contactExists(holder.id);
      if (!claim(claims, "email", address)) throw conflict(`Duplicate email in batch input: ${address}`);
    }
  }
  for (const { name } of uniqueProperties(schemaOf(portal, type))) {
    const value = values[name];
    if (!value) continue;
    const holder = table.indexOf(name)?.otherHolder(value, self);
    if (holder) throw valueTaken(name, value, holder.id);
    if (!claim(claims, name, value)) throw valueTaken(name, value, "another input of this batch");
  }
}

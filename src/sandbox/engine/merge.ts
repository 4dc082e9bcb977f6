// Merging two records: the primary one's values win, gaps are filled, and both old ids lead to what remains.
import { invalid } from "../errors.ts";
import { objectType } from "../schema/object-types.ts";
import { link } from "./associations.ts";
import { type Portal, tableOf } from "./portal.ts";
import type { Properties, StoredRecord } from "./record.ts";
import { addressesOf } from "./table.ts";
import { withoutEmpty } from "./write.ts";

function mergedProperties(primary: StoredRecord, other: StoredRecord): Properties {
  const email = primary.properties.email ?? other.properties.email ?? "";
  const further = [...addressesOf(primary.properties), ...addressesOf(other.properties)].filter((one) => one !== email);
  const ids = [primary.properties.hs_merged_object_ids, primary.id, other.properties.hs_merged_object_ids, other.id];
  return withoutEmpty({
    ...other.properties,
    ...primary.properties,
    ...(primary.type === "contacts" && { email, hs_additional_emails: [...new Set(further)].join(";") }),
    hs_merged_object_ids: ids.filter((id) => id).join(";"),
  });
}

// Links move as they are; a link between the two merged records has nothing left to connect.
function moveLinks(portal: Portal, from: StoredRecord, to: StoredRecord): void {
  for (const [other, typeIds] of from.links ?? []) {
    other.links?.delete(from);
    if (other !== to) link(portal, to, other, typeIds, "MERGE_OBJECTS");
  }
  delete from.links;
}

export function merge(portal: Portal, primary: StoredRecord, other: StoredRecord): StoredRecord {
  if (primary === other) throw invalid("A record cannot be merged with itself.");
  const table = tableOf(portal, primary.type);
  const properties = mergedProperties(primary, other);
  const moved = Object.keys(other.properties).filter((name) => primary.properties[name] === undefined).length;
  table.forget(other);
  const now = portal.now();
  let survivor = primary;
  if (objectType(primary.type).mergeKeepsPrimaryId) {
    table.replaceProperties(primary, properties);
    primary.updatedAt = now;
  } else {
    table.forget(primary);
    survivor = { type: primary.type, id: table.takeId(), properties, createdAt: primary.createdAt, updatedAt: now };
    table.insert(survivor);
    moveLinks(portal, primary, survivor);
    table.mergedInto.set(primary.id, survivor.id);
  }
  moveLinks(portal, other, survivor);
  table.mergedInto.set(other.id, survivor.id);
  portal.changed({
    kind: "merge",
    type: primary.type,
    id: primary.id,
    source: "MERGE_OBJECTS",
    mergedId: other.id,
    newId: survivor.id,
    propertiesMoved: moved,
  });
  return survivor;
}

// Filters as tests of a record: its properties as search sees them, or the records it is associated with.

import { findTypeIn, type Portal, schemaOf } from "../engine/portal.ts";
import { type Properties, propertyValue, type StoredRecord } from "../engine/record.ts";
import { liveProperty } from "../engine/schema.ts";
import { invalid } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import { valueTest } from "./operators.ts";
import type { Filter } from "./request.ts";

export type RecordTest = (record: StoredRecord, properties: Properties) => boolean;

const PSEUDO = "associations.";

// Filters on these are reported to find nothing, whatever they are compared with.
const UNSEARCHABLE = /^hs_searchable_calculated_international_/;

function associationTest(portal: Portal, filter: Filter): RecordTest {
  const type = findTypeIn(portal, filter.property.slice(PSEUDO.length));
  if (!type) throw invalid(`Unknown object type in ${filter.property}`);
  const ids = new Set(filter.operator === "IN" || filter.operator === "NOT_IN" ? filter.values : [filter.value]);
  const has = (record: StoredRecord, wanted?: Set<string>) => {
    for (const other of record.links?.keys() ?? []) {
      if (other.type === type.name && (!wanted || wanted.has(other.id))) return true;
    }
    return false;
  };
  switch (filter.operator) {
    case "EQ":
    case "IN":
      return (record) => has(record, ids);
    case "NEQ":
    case "NOT_IN":
      return (record) => !has(record, ids);
    case "HAS_PROPERTY":
      return (record) => has(record);
    case "NOT_HAS_PROPERTY":
      return (record) => !has(record);
    default:
      throw invalid(`Operator ${filter.operator} cannot be used with ${filter.property}`);
  }
}

export function recordTest(portal: Portal, type: ObjectTypeName, filter: Filter): RecordTest {
  if (filter.property.startsWith(PSEUDO)) return associationTest(portal, filter);
  const property = liveProperty(schemaOf(portal, type), filter.property);
  if (!property) {
    throw invalid("There was a problem with the request.", {
      errors: [
        {
          message: `Property "${filter.property}" does not exist`,
          code: "PROPERTY_DOESNT_EXIST",
          context: { propertyName: [filter.property] },
        },
      ],
    });
  }
  const test = valueTest(property, filter);
  if (UNSEARCHABLE.test(property.name)) return () => false;
  return (record, properties) => test(propertyValue(record, property.name, properties));
}

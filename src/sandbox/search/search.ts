// Runs a search: candidates from an index where a filter allows it, then every filter, the sort and the page.
import { indexedProperties } from "../engine/index-lag.ts";
import { type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import { type Properties, propertyValue, type StoredRecord } from "../engine/record.ts";
import { liveProperty } from "../engine/schema.ts";
import type { RecordTable } from "../engine/table.ts";
import { invalid } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import { type RecordTest, recordTest } from "./filters.ts";
import { queryTest } from "./query.ts";
import type { Filter, SearchRequest, Sort } from "./request.ts";

export interface Hit {
  record: StoredRecord;
  properties: Properties;
}

export interface SearchResult {
  hits: Hit[];
  total: number;
  next: number | undefined;
}

// The index holds records as they are now, so those that search still sees otherwise are always looked at.
function candidates(table: RecordTable, groups: readonly Filter[][]): Iterable<StoredRecord> {
  const found = new Set<StoredRecord>(table.stale);
  for (const group of groups) {
    const filter = group.find(({ operator, property }) => operator === "EQ" && table.indexOf(property));
    if (!filter) return table.live.values();
    for (const record of table.indexOf(filter.property)?.holders(filter.value) ?? []) found.add(record);
  }
  return groups.length > 0 ? found : table.live.values();
}

function matcher(portal: Portal, type: ObjectTypeName, request: SearchRequest): RecordTest {
  const groups = request.groups.map((group) => group.map((filter) => recordTest(portal, type, filter)));
  const query = request.query === "" ? undefined : queryTest(portal, type, request.query);
  return (record, properties) =>
    (!query || query(record, properties)) &&
    (groups.length === 0 || groups.some((tests) => tests.every((test) => test(record, properties))));
}

const byAge = (a: Hit, b: Hit) => Number(a.record.id) - Number(b.record.id);

function bySort(portal: Portal, type: ObjectTypeName, sort: Sort): (a: Hit, b: Hit) => number {
  const property = liveProperty(schemaOf(portal, type), sort.property);
  if (!property) throw invalid(`Unable to sort by ${sort.property}: the property does not exist`);
  const numeric = property.type === "number";
  const direction = sort.descending ? -1 : 1;
  return (a, b) => {
    const left = propertyValue(a.record, sort.property, a.properties);
    const right = propertyValue(b.record, sort.property, b.properties);
    if (left === right) return byAge(a, b);
    // Records without the value come last in either direction.
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    const order = numeric ? Number(left) - Number(right) : left < right ? -1 : 1;
    return direction * order || byAge(a, b);
  };
}

export function search(portal: Portal, type: ObjectTypeName, request: SearchRequest): SearchResult {
  const table = tableOf(portal, type);
  const matches = matcher(portal, type, request);
  const order = request.sort ? bySort(portal, type, request.sort) : byAge;
  const hits: Hit[] = [];
  for (const record of candidates(table, request.groups)) {
    const properties = indexedProperties(portal, record);
    if (properties && matches(record, properties)) hits.push({ record, properties });
  }
  hits.sort(order);
  const end = request.offset + request.limit;
  return { hits: hits.slice(request.offset, end), total: hits.length, next: end < hits.length ? end : undefined };
}

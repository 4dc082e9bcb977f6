// Reads a search request and holds it to HubSpot's caps.
import {
  isJsonObject,
  readObject,
  readOptionalArray,
  readOptionalInteger,
  readOptionalText,
  readText,
  readTexts,
} from "../api/input.ts";
import { invalid } from "../errors.ts";

export const OPERATORS = [
  "EQ",
  "NEQ",
  "LT",
  "LTE",
  "GT",
  "GTE",
  "BETWEEN",
  "IN",
  "NOT_IN",
  "HAS_PROPERTY",
  "NOT_HAS_PROPERTY",
  "CONTAINS_TOKEN",
  "NOT_CONTAINS_TOKEN",
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  property: string;
  operator: Operator;
  value: string;
  highValue: string;
  values: string[];
}

export interface Sort {
  property: string;
  descending: boolean;
}

export interface SearchRequest {
  groups: Filter[][];
  query: string;
  sort: Sort | undefined;
  properties: string[];
  limit: number;
  offset: number;
}

// The guide's figures; the API description says 6 groups and the client's read-me 3, so the guide is the middle way.
const MOST_GROUPS = 5;
const MOST_FILTERS_IN_GROUP = 6;
const MOST_FILTERS = 18;
const MOST_RESULTS_PER_PAGE = 200;
const WINDOW = 10_000;
const LONGEST_BODY = 3_000;

const isOperator = (value: string): value is Operator => OPERATORS.some((operator) => operator === value);

function readFilter(value: unknown): Filter {
  const given = readObject(value, "filter");
  const operator = readText(given.operator, "operator");
  const property = readText(given.propertyName, "propertyName");
  if (!isOperator(operator)) throw invalid(`Invalid operator ${operator}; known are ${OPERATORS.join(", ")}`);
  const filter: Filter = {
    property,
    operator,
    value: readOptionalText(given.value, "value") ?? "",
    highValue: readOptionalText(given.highValue, "highValue") ?? "",
    values: readTexts(given.values, "values"),
  };
  const needsValues = operator === "IN" || operator === "NOT_IN";
  const needsNothing = operator === "HAS_PROPERTY" || operator === "NOT_HAS_PROPERTY";
  if (needsValues && filter.values.length === 0) throw invalid(`operator ${operator} requires values for ${property}`);
  if (!needsValues && !needsNothing && filter.value === "")
    throw invalid(`operator ${operator} requires a value for ${property}`);
  if (operator === "BETWEEN" && filter.highValue === "")
    throw invalid(`operator BETWEEN requires a highValue for ${property}`);
  return filter;
}

// The API description has sorts as strings, the guide as objects with a direction; both are taken.
function readSort(value: unknown): Sort {
  if (isJsonObject(value)) {
    const direction = readOptionalText(value.direction, "direction") ?? "ASCENDING";
    if (direction !== "ASCENDING" && direction !== "DESCENDING") throw invalid(`Invalid sort direction ${direction}`);
    return { property: readText(value.propertyName, "propertyName"), descending: direction === "DESCENDING" };
  }
  const name = readText(value, "sort");
  return name.startsWith("-") ? { property: name.slice(1), descending: true } : { property: name, descending: false };
}

export function readSearch(body: unknown, bodyLength: number): SearchRequest {
  if (bodyLength > LONGEST_BODY)
    throw invalid(`The search request is ${bodyLength} characters long; at most ${LONGEST_BODY} are allowed.`);
  const given = readObject(body ?? {});
  const groups = readOptionalArray(given.filterGroups, "filterGroups").map((group) =>
    readOptionalArray(readObject(group, "filterGroup").filters, "filters").map(readFilter),
  );
  if (groups.length > MOST_GROUPS)
    throw invalid(`Too many filter groups: ${groups.length}. At most ${MOST_GROUPS} are allowed.`);
  if (groups.some((group) => group.length > MOST_FILTERS_IN_GROUP))
    throw invalid(`At most ${MOST_FILTERS_IN_GROUP} filters are allowed in a filter group.`);
  if (groups.flat().length > MOST_FILTERS) throw invalid(`At most ${MOST_FILTERS} filters are allowed in a request.`);
  const sorts = readOptionalArray(given.sorts, "sorts").map(readSort);
  if (sorts.length > 1) throw invalid("Only one sort can be applied to a search.");
  const limit = readOptionalInteger(given.limit, "limit") ?? 10;
  if (limit < 0 || limit > MOST_RESULTS_PER_PAGE)
    throw invalid(`Limit ${limit} is not valid; at most ${MOST_RESULTS_PER_PAGE} results fit a page.`);
  const offset = readOptionalInteger(given.after, "after") ?? 0;
  if (offset < 0 || offset + limit > WINDOW)
    throw invalid(`Paging beyond ${WINDOW} results of a search is not possible.`);
  return {
    groups: groups.filter((group) => group.length > 0),
    query: (readOptionalText(given.query, "query") ?? "").trim(),
    sort: sorts[0],
    properties: readTexts(given.properties, "properties"),
    limit: limit === 0 ? 10 : limit,
    offset,
  };
}

// The search endpoint of every object type.
import { readSearch } from "../search/request.ts";
import { search } from "../search/search.ts";
import type { Call } from "./call.ts";
import { typeParam } from "./objects.ts";
import { presentRecord } from "./present.ts";
import { ok, type Reply } from "./reply.ts";

export function searchObjects(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.readScope);
  const request = readSearch(call.body, call.bodyLength);
  const { hits, total, next } = search(call.portal, type.name, request);
  return ok({
    total,
    results: hits.map(({ record, properties }) =>
      presentRecord(record, { properties: request.properties, indexed: properties }),
    ),
    ...(next !== undefined && { paging: { next: { after: String(next) } } }),
  });
}

// The members of a list: read in pages, added and removed; dynamic lists take no changes.
import type { List } from "../engine/list.ts";
import { tableOf } from "../engine/portal.ts";
import { isoTime } from "../engine/record.ts";
import { invalid } from "../errors.ts";
import type { Call } from "./call.ts";
import { readArray, readObject, readOptionalInteger, readOptionalText, readText, readTexts } from "./input.ts";
import { needListWrite, requireList } from "./lists.ts";
import { noContent, ok, type Reply } from "./reply.ts";

const USUAL_PAGE = 100;
const LARGEST_PAGE = 250;

type Member = readonly [id: string, joinedAt: number];

function page(call: Call, order: (a: Member, b: Member) => number): Reply {
  call.need("crm.lists.read");
  const members = [...requireList(call).members].sort(order);
  const limit = readOptionalInteger(call.query.limit, "limit") ?? USUAL_PAGE;
  if (limit < 1 || limit > LARGEST_PAGE) throw invalid(`limit must be between 1 and ${LARGEST_PAGE}`);
  const after = readOptionalText(call.query.after, "after");
  const before = readOptionalText(call.query.before, "before");
  const position = (cursor: string) => members.findIndex(([id]) => id === cursor);
  const start =
    after !== undefined ? position(after) + 1 : before !== undefined ? Math.max(0, position(before) - limit) : 0;
  const shown = members.slice(start, start + limit);
  const last = shown.at(-1);
  const more = last !== undefined && start + limit < members.length;
  return ok({
    total: members.length,
    results: shown.map(([recordId, joinedAt]) => ({ recordId, membershipTimestamp: isoTime(joinedAt) })),
    ...(more && { paging: { next: { after: last[0] } } }),
  });
}

export const listMemberships = (call: Call) => page(call, ([a], [b]) => Number(a) - Number(b));

export const listMembershipsInJoinOrder = (call: Call) =>
  page(call, ([a, joinedA], [b, joinedB]) => joinedA - joinedB || Number(a) - Number(b));

function change(call: Call, toAdd: readonly string[], toRemove: readonly string[]): Reply {
  needListWrite(call);
  const list = requireList(call);
  if (list.processingType === "DYNAMIC") throw invalid("Members of a dynamic list cannot be changed.");
  const table = tableOf(call.portal, list.type);
  const missing = [...toAdd, ...toRemove].filter((id) => !table.live.has(id));
  const added = toAdd.filter((id) => table.live.has(id) && !list.members.has(id));
  const removed = toRemove.filter((id) => list.members.has(id));
  for (const id of added) list.members.set(id, call.portal.now());
  for (const id of removed) list.members.delete(id);
  touch(call, list);
  return ok({ recordsIdsAdded: added, recordIdsRemoved: removed, recordIdsMissing: missing });
}

function touch(call: Call, list: List): void {
  list.updatedAt = call.portal.now();
}

const ids = (call: Call) => readArray(call.body, "body").map((id) => readText(id, "record id"));

export const addMembers = (call: Call) => change(call, ids(call), []);

export const removeMembers = (call: Call) => change(call, [], ids(call));

export function addAndRemoveMembers(call: Call): Reply {
  const given = readObject(call.body);
  return change(
    call,
    readTexts(given.recordIdsToAdd, "recordIdsToAdd"),
    readTexts(given.recordIdsToRemove, "recordIdsToRemove"),
  );
}

export function removeAllMembers(call: Call): Reply {
  change(call, [], [...requireList(call).members.keys()]);
  return noContent;
}

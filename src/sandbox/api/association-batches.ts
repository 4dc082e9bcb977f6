// Associations in batches between two object types: read up to 1,000, create up to 2,000, default, archive.
import { assertTypes, link, linkedRecords, unlink } from "../engine/associations.ts";
import { tableOf } from "../engine/portal.ts";
import { HubSpotError } from "../errors.ts";
import type { ObjectType } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readArray, readObject, readOptionalArray, readOptionalInteger, readText } from "./input.ts";
import { readInputs, readSpec } from "./object-input.ts";
import { batchReply, type ErrorEntry } from "./present.ts";
import { linkByDefault, pairTypes, presentLink, presentPair, requireLinkable } from "./record-associations.ts";
import { noContent, type Reply } from "./reply.ts";

const LARGEST_READ = 1_000;
const LARGEST_CREATE = 2_000;
const PAGE = 500;

const idOf = (value: unknown, what: string) => readText(readObject(value, what).id, `${what}.id`);

function writablePair(call: Call): [ObjectType, ObjectType] {
  const [from, to] = pairTypes(call);
  call.need(from.writeScope);
  call.need(to.writeScope);
  return [from, to];
}

export function batchReadAssociations(call: Call): Reply {
  const [from, to] = pairTypes(call);
  call.need(from.readScope);
  call.need(to.readScope);
  const results: unknown[] = [];
  const missing: string[] = [];
  for (const input of readInputs(call.body, LARGEST_READ)) {
    const given = readObject(input, "input");
    const id = readText(given.id, "id");
    const offset = readOptionalInteger(given.after, "after") ?? 0;
    const record = tableOf(call.portal, from.name).find(id);
    const linked = record ? linkedRecords(record, to.name) : [];
    if (!record || linked.length === 0) {
      missing.push(id);
      continue;
    }
    const next = offset + PAGE;
    results.push({
      from: { id },
      to: linked.slice(offset, next).map((other) => presentLink(call.portal, record, other)),
      ...(next < linked.length && { paging: { next: { after: String(next) } } }),
    });
  }
  return batchReply(
    call.portal,
    200,
    results,
    missing.map((id) => noAssociations(from, id, to)),
  );
}

// A record without associations is reported as an error of its own, and makes the answer a 207.
function noAssociations(from: ObjectType, id: string, to: ObjectType): ErrorEntry {
  return {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND",
    message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] },
    errors: [],
    links: {},
  };
}

export function batchCreateAssociations(call: Call): Reply {
  const [from, to] = writablePair(call);
  const results: unknown[] = [];
  const errors: ErrorEntry[] = [];
  for (const input of readInputs(call.body, LARGEST_CREATE)) {
    const given = readObject(input, "input");
    const [fromId, toId] = [idOf(given.from, "from"), idOf(given.to, "to")];
    try {
      const specs = readOptionalArray(given.types, "types").map(readSpec);
      const typeIds = assertTypes(call.portal, from.name, fromId, to.name, specs).map((type) => type.typeId);
      const fromRecord = requireLinkable(call.portal, from, fromId);
      const toRecord = requireLinkable(call.portal, to, toId);
      if (typeIds.length > 0) link(call.portal, fromRecord, toRecord, typeIds);
      results.push(presentPair(call.portal, from, fromId, to, toId, typeIds));
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      errors.push(refused(error));
    }
  }
  return batchReply(call.portal, call.family.batchLinkStatus, results, errors);
}

const refused = (error: HubSpotError): ErrorEntry => ({
  status: "error",
  category: error.category,
  message: error.message,
  ...(error.extras.subCategory && { subCategory: error.extras.subCategory }),
  context: error.extras.context ?? {},
  errors: [],
  links: {},
});

export function batchAssociateByDefault(call: Call): Reply {
  const [from, to] = writablePair(call);
  const pairs = readInputs(call.body, LARGEST_CREATE).map((input) => {
    const given = readObject(input, "input");
    return [
      requireLinkable(call.portal, from, idOf(given.from, "from")),
      requireLinkable(call.portal, to, idOf(given.to, "to")),
    ] as const;
  });
  return batchReply(
    call.portal,
    200,
    pairs.flatMap(([one, other]) => linkByDefault(call.portal, one, other)),
  );
}

function unlinked(call: Call): Reply {
  return call.family.unlinkStatus === 204 ? noContent : batchReply(call.portal, 200, []);
}

export function batchArchiveAssociations(call: Call): Reply {
  const [from, to] = writablePair(call);
  for (const input of readInputs(call.body, LARGEST_CREATE)) {
    const given = readObject(input, "input");
    const fromRecord = tableOf(call.portal, from.name).find(idOf(given.from, "from"));
    for (const target of readArray(given.to, "to")) {
      const toRecord = tableOf(call.portal, to.name).find(idOf(target, "to"));
      if (fromRecord && toRecord) unlink(call.portal, fromRecord, toRecord);
    }
  }
  return unlinked(call);
}

export function batchArchiveLabels(call: Call): Reply {
  const [from, to] = writablePair(call);
  for (const input of readInputs(call.body, LARGEST_CREATE)) {
    const given = readObject(input, "input");
    const fromId = idOf(given.from, "from");
    const specs = readArray(given.types, "types").map(readSpec);
    const typeIds = assertTypes(call.portal, from.name, fromId, to.name, specs).map((type) => type.typeId);
    const fromRecord = requireLinkable(call.portal, from, fromId);
    unlink(call.portal, fromRecord, requireLinkable(call.portal, to, idOf(given.to, "to")), typeIds);
  }
  return unlinked(call);
}

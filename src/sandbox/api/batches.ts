// Records in batches of up to 100: create, read, update, upsert and archive.
import { archive } from "../engine/archive.ts";
import { type BatchOutcome, runBatch } from "../engine/batch.ts";
import { assertIdProperty, findRecord, requireRecord } from "../engine/lookup.ts";
import { tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { create, prepareCreate, prepareUpdate, update } from "../engine/write.ts";
import { invalid } from "../errors.ts";
import type { Call } from "./call.ts";
import { readObject, readOptionalFlag, readOptionalText, readTexts } from "./input.ts";
import { readBatchCreate, readBatchUpdate, readIds } from "./object-input.ts";
import { typeParam } from "./objects.ts";
import { batchReply, failureEntry, presentRecord, presentWritten } from "./present.ts";
import { noContent, type Reply } from "./reply.ts";

const LARGEST_READ_WITH_HISTORY = 50;

function written(call: Call, status: number, { results, failures }: BatchOutcome<unknown>): Reply {
  return batchReply(call.portal, status, results, failures.map(failureEntry));
}

export function batchCreate(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const outcome = runBatch(
    readBatchCreate(call.body),
    (input, claims) => prepareCreate(call.portal, type.name, input, claims),
    (prepared, { traceId }) => {
      const record = create(call.portal, prepared);
      return presentWritten(record, Object.keys(record.properties), traceId);
    },
  );
  return written(call, 201, outcome);
}

export function batchUpdate(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const outcome = runBatch(
    readBatchUpdate(call.body),
    ({ id, idProperty, properties }, claims) =>
      prepareUpdate(call.portal, requireRecord(call.portal, type.name, id, idProperty), properties, claims),
    (prepared, { properties, traceId }) =>
      presentWritten(update(call.portal, prepared), Object.keys(properties), traceId),
  );
  return written(call, 200, outcome);
}

export function batchUpsert(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const inputs = readBatchUpdate(call.body);
  const [name] = inputs.map(({ idProperty }) => idProperty);
  if (name === undefined || inputs.some(({ idProperty }) => idProperty !== name)) {
    throw invalid("An upsert needs the same idProperty on every input.");
  }
  assertIdProperty(call.portal, type.name, name);
  const outcome = runBatch(
    inputs,
    ({ id, properties }, claims) => {
      const record = findRecord(call.portal, type.name, id, name);
      if (record) return prepareUpdate(call.portal, record, properties, claims);
      const values = { [name]: id, ...properties };
      return prepareCreate(call.portal, type.name, { properties: values, associations: [] }, claims);
    },
    (prepared, { properties, traceId }) => {
      const isNew = prepared.kind === "create";
      const record = isNew ? create(call.portal, prepared) : update(call.portal, prepared);
      return { ...presentWritten(record, [name, ...Object.keys(properties)], traceId), new: isNew };
    },
    // Partial upserts are not supported when contacts are told apart by e-mail.
    { partial: name !== "email" },
  );
  return written(call, 200, outcome);
}

export function batchRead(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.readScope);
  const given = readObject(call.body);
  const withHistory = readTexts(given.propertiesWithHistory, "propertiesWithHistory");
  const view = { properties: readTexts(given.properties, "properties"), withHistory };
  const ids = [...new Set(readIds(call.body, withHistory.length > 0 ? LARGEST_READ_WITH_HISTORY : undefined))];
  const idProperty = readOptionalText(given.idProperty, "idProperty");
  const archived = readOptionalFlag(call.query.archived, "archived") ?? false;
  const table = tableOf(call.portal, type.name);
  const find = (id: string) => {
    if (archived) return table.archived.get(id);
    const record = findRecord(call.portal, type.name, id, idProperty);
    return idProperty === "email" && !isFirstAddress(record, id) ? undefined : record;
  };
  const found = new Set<StoredRecord>();
  const missing: string[] = [];
  for (const id of ids) {
    const record = find(id);
    if (record) found.add(record);
    else missing.push(id);
  }
  // The order of the inputs is not kept.
  const results = [...found].sort((a, b) => Number(a.id) - Number(b.id)).map((record) => presentRecord(record, view));
  const message = `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  const errors =
    missing.length === 0
      ? []
      : [
          {
            status: "error" as const,
            category: "OBJECT_NOT_FOUND",
            message,
            context: { ids: missing },
            errors: [],
            links: {},
          },
        ];
  return batchReply(call.portal, 200, results, errors);
}

// Whether further addresses are found as well is not documented.
function isFirstAddress(record: StoredRecord | undefined, address: string): boolean {
  return record?.properties.email?.toLowerCase() === address.trim().toLowerCase();
}

export function batchArchive(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const table = tableOf(call.portal, type.name);
  for (const id of readIds(call.body)) {
    const record = table.find(id);
    if (record) archive(call.portal, record);
  }
  return noContent;
}

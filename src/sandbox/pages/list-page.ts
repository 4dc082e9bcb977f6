// The list of all records of one type: searched, newest first, a page at a time.
import type { RequestHandler } from "express";
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { findTypeIn, type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { isCustom, type ObjectTypeName, type StandardType } from "../schema/object-types.ts";
import { queryTest } from "../search/query.ts";
import type { World } from "../world.ts";
import { count, createFormats, type Formats } from "./format.ts";
import {
  boardUrl,
  listUrl,
  ownerOf,
  person,
  pluralOf,
  recordName,
  recordUrl,
  stageOf,
  stageTone,
  valueInWords,
} from "./naming.ts";
import { notFoundPage, portalLocals, portalParam } from "./portal-page.ts";

const PER_PAGE = 25;

const COLUMNS: Record<StandardType, readonly string[]> = {
  contacts: ["email", "phone", "hubspot_owner_id", "lifecyclestage", "createdate"],
  companies: ["domain", "phone", "hubspot_owner_id", "city", "createdate"],
  deals: ["dealstage", "amount", "closedate", "hubspot_owner_id", "createdate"],
  tickets: ["hs_pipeline_stage", "hs_ticket_priority", "hubspot_owner_id", "createdate"],
  calls: ["hs_timestamp", "hs_call_direction", "hs_call_disposition", "hubspot_owner_id"],
  tasks: ["hs_timestamp", "hs_task_status", "hs_task_priority", "hubspot_owner_id"],
  notes: ["hs_timestamp", "hs_body_preview", "hubspot_owner_id"],
  meetings: ["hs_timestamp", "hs_meeting_outcome", "hubspot_owner_id"],
  communications: ["hs_timestamp", "hs_communication_channel_type", "hubspot_owner_id"],
};

function columnsOf(portal: Portal, type: ObjectTypeName): readonly string[] {
  if (!isCustom(type)) return COLUMNS[type];
  return [...(portal.customObjects.get(type)?.secondaryDisplayProperties ?? []), "hs_createdate"];
}

// The API wants phone numbers without the country code; a person may type them with it.
function nationalDigits(portal: Portal, query: string): string[] {
  const { defaultCountry } = portal.settings;
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const number = parsePhoneNumberFromString(query, country);
  return number?.isPossible() ? [number.nationalNumber] : [];
}

function found(portal: Portal, type: ObjectTypeName, query: string): StoredRecord[] {
  const records = [...tableOf(portal, type).live.values()];
  const tests =
    query === "" ? [] : [query, ...nationalDigits(portal, query)].map((text) => queryTest(portal, type, text));
  const kept =
    tests.length === 0 ? records : records.filter((record) => tests.some((test) => test(record, record.properties)));
  return kept.sort((a, b) => b.createdAt - a.createdAt || Number(b.id) - Number(a.id));
}

function row(portal: Portal, formats: Formats, record: StoredRecord) {
  const { properties } = schemaOf(portal, record.type);
  const name = recordName(portal, record);
  const stage = stageOf(portal, record);
  const cells = columnsOf(portal, record.type).map((column) => {
    const property = properties.get(column);
    const isOwner = column === "hubspot_owner_id";
    return {
      owner: isOwner ? ownerOf(portal, record) : undefined,
      text: property && !isOwner ? valueInWords(portal, formats, record, property) : "",
      numeric: column === "amount",
      pill: property?.type === "enumeration" && !isOwner,
      tone: column === "dealstage" && stage ? stageTone(stage) : "",
    };
  });
  return { name, url: recordUrl(portal, record), avatar: person(name), cells };
}

const page = (url: string, query: string, number: number) =>
  `${url}?${new URLSearchParams({ ...(query && { query }), page: String(number) })}`;

export function showList(world: World): RequestHandler {
  return (request, response) => {
    const portal = portalParam(world, request);
    const { typeId } = request.params;
    const type = portal && findTypeIn(portal, typeof typeId === "string" ? typeId : "");
    if (!portal || !type) {
      notFoundPage(response, portal);
      return;
    }
    const query = typeof request.query.query === "string" ? request.query.query.trim() : "";
    const records = found(portal, type.name, query);
    const pages = Math.max(1, Math.ceil(records.length / PER_PAGE));
    const number = Math.min(Math.max(1, Number(request.query.page) || 1), pages);
    const title = pluralOf(portal, type.name);
    const formats = createFormats(portal.settings);
    const url = listUrl(portal, type.name);
    const start = (number - 1) * PER_PAGE;
    const shown = records.slice(start, start + PER_PAGE);
    response.render("list", {
      ...portalLocals(portal, type.name),
      title,
      query,
      searchUrl: url,
      kind: title.toLowerCase(),
      total: count(records.length, "record", "records"),
      columns: columnsOf(portal, type.name).map((column) => ({
        label: schemaOf(portal, type.name).properties.get(column)?.label ?? column,
        numeric: column === "amount",
      })),
      rows: shown.map((record) => row(portal, formats, record)),
      range: shown.length === 0 ? "" : `${start + 1}–${start + shown.length} of ${records.length}`,
      previous: number > 1 ? page(url, query, number - 1) : undefined,
      next: number < pages ? page(url, query, number + 1) : undefined,
      board: type.name === "deals" ? boardUrl(portal) : undefined,
    });
  };
}

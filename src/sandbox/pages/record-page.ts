// The page of one record: its properties, the timeline of its activities, and what it is associated with.
import type { Request, RequestHandler } from "express";
import { bodyText } from "../api/call.ts";
import { linkedRecords } from "../engine/associations.ts";
import { findTypeIn, type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { prepareUpdate, update } from "../engine/write.ts";
import { HubSpotError } from "../errors.ts";
import { isCustom, objectType, type StandardType } from "../schema/object-types.ts";
import type { World } from "../world.ts";
import { createFormats, type Formats } from "./format.ts";
import {
  labelled,
  ownerOf,
  person,
  pluralOf,
  recordName,
  recordUrl,
  stageLabel,
  stageOf,
  stageTone,
} from "./naming.ts";
import { notFoundPage, portalLocals, portalParam } from "./portal-page.ts";
import { activityCard, timeline } from "./timeline.ts";

const ABOUT: Record<StandardType, readonly string[]> = {
  contacts: [
    "email",
    "phone",
    "mobilephone",
    "hubspot_owner_id",
    "lifecyclestage",
    "hs_lead_status",
    "company",
    "jobtitle",
  ],
  companies: ["domain", "phone", "hubspot_owner_id", "industry", "city", "country"],
  deals: ["pipeline", "closedate", "hubspot_owner_id", "dealtype"],
  tickets: ["hs_pipeline_stage", "hs_ticket_priority", "hubspot_owner_id"],
  calls: ["hs_timestamp", "hubspot_owner_id", "hs_call_direction", "hs_call_from_number", "hs_call_to_number"],
  tasks: ["hs_timestamp", "hubspot_owner_id", "hs_task_status", "hs_task_priority"],
  notes: ["hs_timestamp", "hubspot_owner_id"],
  meetings: ["hs_timestamp", "hubspot_owner_id", "hs_meeting_location"],
  communications: ["hs_timestamp", "hubspot_owner_id"],
};

// Said elsewhere on the page: in the title, on the timeline card, or of no use to a reader.
const ELSEWHERE = new Set([
  "firstname",
  "lastname",
  "name",
  "dealname",
  "dealstage",
  "amount",
  "hs_call_title",
  "hs_task_subject",
  "hs_meeting_title",
]);
const HIDDEN = /^hs_(searchable_calculated|calculated|is_closed|deal_stage)|_body$|_recording_url$/;
const ASSOCIATED = ["contacts", "companies", "deals", "tickets"] as const;
const SHOWN_ASSOCIATIONS = 25;

function propertyGroups(portal: Portal, formats: Formats, record: StoredRecord) {
  const about = isCustom(record.type) ? [] : ABOUT[record.type];
  const further = Object.keys(record.properties).filter(
    (name) => !about.includes(name) && !ELSEWHERE.has(name) && !HIDDEN.test(name),
  );
  const { groups, type } = schemaOf(portal, record.type);
  const byGroup = Map.groupBy(labelled(portal, formats, record, further), (row) => row.group);
  return [
    { heading: `About this ${type.singular}`, rows: labelled(portal, formats, record, about) },
    ...[...byGroup].map(([group, rows]) => ({ heading: groups.get(group)?.label ?? group, rows })),
    {
      heading: "Record",
      rows: labelled(portal, formats, record, [type.createdProperty, type.modifiedProperty, "hs_object_id"]),
    },
  ];
}

function associated(portal: Portal, formats: Formats, record: StoredRecord) {
  return [...ASSOCIATED, ...portal.customObjects.keys()].flatMap((name) => {
    const linked = linkedRecords(record, name);
    const unusual = objectType(record.type).isActivity || name === "tickets" || isCustom(name) || name === record.type;
    if (linked.length === 0 && unusual) return [];
    const cards = linked.slice(0, SHOWN_ASSOCIATIONS).map((other) => ({
      name: recordName(portal, other),
      url: recordUrl(portal, other),
      avatar: name === "contacts" ? person(recordName(portal, other)) : undefined,
      lines: associationLines(portal, formats, other),
    }));
    return [{ heading: pluralOf(portal, name), total: linked.length, cards }];
  });
}

function associationLines(portal: Portal, formats: Formats, other: StoredRecord): string[] {
  const { email, phone, domain, amount } = other.properties;
  const lines = other.type === "deals" ? [formats.money(amount), stageLabel(portal, other)] : [email, phone, domain];
  return lines.flatMap((line) => (line ? [line] : []));
}

function dealForm(portal: Portal, record: StoredRecord) {
  if (record.type !== "deals") return undefined;
  const pipelines = portal.pipelines.get("deals") ?? [];
  const { pipeline: pipelineId, dealstage = "", amount = "" } = record.properties;
  const pipeline = pipelines.find(({ id }) => id === pipelineId) ?? pipelines[0];
  const stage = stageOf(portal, record);
  return {
    stages: pipeline?.stages ?? [],
    stage: dealstage,
    position: stage?.displayOrder ?? -1,
    tone: stage ? stageTone(stage) : "open",
    amount,
  };
}

function findRecord(portal: Portal, request: Request): StoredRecord | undefined {
  const { typeId, id } = request.params;
  const type = findTypeIn(portal, typeof typeId === "string" ? typeId : "");
  return type && typeof id === "string" ? tableOf(portal, type.name).find(id) : undefined;
}

export function showRecord(world: World): RequestHandler {
  return (request, response) => {
    const portal = portalParam(world, request);
    const record = portal && findRecord(portal, request);
    if (!portal || !record) {
      notFoundPage(response, portal);
      return;
    }
    const formats = createFormats(portal.settings);
    const { isActivity, singular } = schemaOf(portal, record.type).type;
    const card = isActivity ? activityCard(portal, formats, record) : undefined;
    response.render("record", {
      ...portalLocals(portal, record.type),
      title: recordName(portal, record),
      kind: singular,
      url: recordUrl(portal, record),
      avatar: person(recordName(portal, record)),
      owner: ownerOf(portal, record),
      groups: propertyGroups(portal, formats, record),
      form: dealForm(portal, record),
      headline:
        record.type === "deals"
          ? formats.money(record.properties.amount)
          : (record.properties.email ?? record.properties.domain ?? ""),
      ...(card
        ? { sections: [{ heading: formats.month(card.at), cards: [card] }], older: 0 }
        : timeline(portal, formats, record)),
      associated: associated(portal, formats, record),
      problem: typeof request.query.problem === "string" ? request.query.problem : "",
    });
  };
}

/** A person changes the stage or the amount of a deal; that is a change like any other, webhooks included. */
export function editDeal(world: World): RequestHandler {
  return (request, response) => {
    const portal = portalParam(world, request);
    const record = portal && findRecord(portal, request);
    if (!portal || record?.type !== "deals") {
      notFoundPage(response, portal);
      return;
    }
    const form = new URLSearchParams(bodyText(request));
    const values = Object.fromEntries([...form].filter(([name]) => name === "dealstage" || name === "amount"));
    const target = recordUrl(portal, record);
    try {
      update(portal, prepareUpdate(portal, record, values), "CRM_UI");
      response.redirect(303, target);
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      const problem = error.extras.errors?.[0]?.message ?? error.message;
      response.redirect(303, `${target}?${new URLSearchParams({ problem })}`);
    }
  };
}

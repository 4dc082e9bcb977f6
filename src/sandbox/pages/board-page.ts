// The deals of one pipeline as a board, a column for each stage.
import type { RequestHandler } from "express";
import { linkedRecords } from "../engine/associations.ts";
import type { Pipeline, PipelineStage } from "../engine/pipeline.ts";
import { type Portal, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import type { World } from "../world.ts";
import { createFormats, type Formats } from "./format.ts";
import { boardUrl, listUrl, ownerOf, recordName, recordUrl, stageTone } from "./naming.ts";
import { notFoundPage, portalLocals, portalParam } from "./portal-page.ts";

const SHOWN_CARDS = 40;

function card(portal: Portal, formats: Formats, deal: StoredRecord) {
  const [contact] = linkedRecords(deal, "contacts");
  const { closedate, amount } = deal.properties;
  return {
    name: recordName(portal, deal),
    url: recordUrl(portal, deal),
    amount: formats.money(amount),
    closes: closedate ? formats.day(Date.parse(closedate)) : "",
    owner: ownerOf(portal, deal),
    contact: contact && { name: recordName(portal, contact), url: recordUrl(portal, contact) },
  };
}

function column(portal: Portal, formats: Formats, stage: PipelineStage, deals: readonly StoredRecord[]) {
  const sum = deals.reduce((total, deal) => total + Number(deal.properties.amount ?? 0), 0);
  return {
    label: stage.label,
    tone: stageTone(stage),
    total: deals.length,
    sum: formats.money(String(sum)),
    cards: deals.slice(0, SHOWN_CARDS).map((deal) => card(portal, formats, deal)),
    more: Math.max(0, deals.length - SHOWN_CARDS),
  };
}

export function showBoard(world: World): RequestHandler {
  return (request, response) => {
    const portal = portalParam(world, request);
    const pipelines = portal?.pipelines.get("deals") ?? [];
    const wanted = request.query.pipeline;
    const pipeline: Pipeline | undefined = pipelines.find(({ id }) => id === wanted) ?? pipelines[0];
    if (!portal || !pipeline) {
      notFoundPage(response, portal);
      return;
    }
    const formats = createFormats(portal.settings);
    const deals = [...tableOf(portal, "deals").live.values()].filter(
      (deal) => deal.properties.pipeline === pipeline.id,
    );
    const byStage = Map.groupBy(deals.reverse(), (deal) => deal.properties.dealstage);
    response.render("board", {
      ...portalLocals(portal, "deals"),
      title: "Deals",
      pipelines: pipelines.map(({ id, label }) => ({
        label,
        url: `${boardUrl(portal)}?${new URLSearchParams({ pipeline: id })}`,
        here: id === pipeline.id,
      })),
      list: listUrl(portal, "deals"),
      columns: pipeline.stages.map((stage) => column(portal, formats, stage, byStage.get(stage.id) ?? [])),
    });
  };
}

// The deals of the demo portal, spread over its three pipelines, each with a contact.
import type { SeedObject } from "../control/seed.ts";
import type { Random } from "../random.ts";
import { objectType } from "../schema/object-types.ts";
import { CONTACTS, DAY, DEALS, demoObject, OWNERS } from "./demo.ts";

const STAGES = [
  ["default", "appointmentscheduled"],
  ["default", "qualifiedtobuy"],
  ["default", "qualifiedtobuy"],
  ["default", "presentationscheduled"],
  ["default", "decisionmakerboughtin"],
  ["default", "contractsent"],
  ["default", "closedwon"],
  ["default", "closedwon"],
  ["default", "closedlost"],
  ["68412001", "140310001"],
  ["68412001", "140310003"],
  ["68412002", "140310011"],
  ["68412002", "140310013"],
] as const;
const GOODS = [
  "kitchen",
  "bay window",
  "office chairs",
  "wardrobe",
  "annual service",
  "reception desk",
  "terrace",
  "lighting",
] as const;
const FIRST_CONTACT = 101;

export function dealObjects(random: Random, now: number): SeedObject[] {
  return Array.from({ length: DEALS }, (_, position) => {
    const [pipeline, dealstage] = random.pick(STAGES);
    const age = random.integer(180);
    const goods = random.pick(GOODS);
    const deal = demoObject(
      "deals",
      {
        dealname: `${goods.charAt(0).toUpperCase()}${goods.slice(1)}, order ${2_000 + position}`,
        pipeline,
        dealstage,
        amount: String(500 * (1 + random.integer(120))),
        hubspot_owner_id: random.pick(OWNERS),
        closedate: String(now + (45 - age) * DAY),
      },
      now - age * DAY - random.integer(DAY),
    );
    const toId = String(FIRST_CONTACT + random.integer(CONTACTS));
    deal.associations.push({ toType: objectType("contacts"), toId, typeId: undefined });
    return deal;
  });
}

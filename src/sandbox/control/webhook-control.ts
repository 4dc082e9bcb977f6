// Where webhooks go and which ones, set through the control API.
import { type Json, readArray, readObject, readOptionalFlag, readOptionalText, readText } from "../api/input.ts";
import { ok, type Reply } from "../api/reply.ts";
import { invalid } from "../errors.ts";
import { OBJECT_TYPES } from "../schema/object-types.ts";
import type { SubscriptionRequest } from "../webhooks/subscriptions.ts";
import type { World } from "../world.ts";

function readSubscription(value: unknown): SubscriptionRequest {
  const given = readObject(value, "subscription");
  return {
    eventType: readText(given.eventType ?? given.subscriptionType, "eventType"),
    objectType: readOptionalText(given.objectTypeId ?? given.objectType, "objectType"),
    propertyName: readOptionalText(given.propertyName, "propertyName"),
    active: readOptionalFlag(given.active, "active"),
  };
}

// What most integrations listen to, for when only an address is given.
const USUAL: readonly SubscriptionRequest[] = [
  ...OBJECT_TYPES.filter((type) => !type.isActivity).flatMap(({ singular }) =>
    ["creation", "deletion", "merge", "associationChange"].map((kind) => ({ eventType: `${singular}.${kind}` })),
  ),
  { eventType: "contact.privacyDeletion" },
  { eventType: "contact.propertyChange", propertyName: "email" },
  { eventType: "contact.propertyChange", propertyName: "phone" },
  { eventType: "deal.propertyChange", propertyName: "dealstage" },
  { eventType: "deal.propertyChange", propertyName: "amount" },
];

export function controlWebhooks(world: World, given: Json): Reply {
  const { webhooks } = world;
  if (given.targetUrl !== undefined) {
    const url = readOptionalText(given.targetUrl, "targetUrl");
    if (url !== undefined && !URL.canParse(url)) throw invalid(`targetUrl is not a URL: ${url}`);
    webhooks.targetUrl = url;
  }
  if (given.subscriptions !== undefined) {
    webhooks.subscribe(readArray(given.subscriptions, "subscriptions").map(readSubscription));
  } else if (webhooks.subscriptions.length === 0) webhooks.subscribe(USUAL);
  return ok(presentWebhooks(world));
}

export function presentWebhooks({ webhooks }: World) {
  return {
    targetUrl: webhooks.targetUrl ?? null,
    subscriptions: webhooks.subscriptions,
    deliveries: webhooks.deliveries,
  };
}

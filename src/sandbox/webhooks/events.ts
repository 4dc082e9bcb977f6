// Changes written as HubSpot's webhook events.
import type { Change } from "../engine/change.ts";
import type { Portal } from "../engine/portal.ts";
import { APP_ID } from "../oauth/grants.ts";
import { objectType } from "../schema/object-types.ts";
import { type Subscription, typeIdOf } from "./subscriptions.ts";

export type WebhookEvent = Record<string, unknown>;

const CHANGE_FLAG = { creation: "CREATED", deletion: "DELETED", merge: "MERGED", privacyDeletion: "DELETED" } as const;

function details(change: Change): WebhookEvent {
  switch (change.kind) {
    case "creation":
    case "deletion":
    case "privacyDeletion":
      return { objectId: Number(change.id), changeFlag: CHANGE_FLAG[change.kind] };
    case "propertyChange":
      return {
        objectId: Number(change.id),
        propertyName: change.propertyName,
        propertyValue: change.propertyValue,
        isSensitive: false,
      };
    case "merge":
      return {
        objectId: Number(change.id),
        changeFlag: CHANGE_FLAG.merge,
        primaryObjectId: Number(change.id),
        mergedObjectIds: [Number(change.mergedId)],
        newObjectId: Number(change.newId),
        numberOfPropertiesMoved: change.propertiesMoved,
      };
    case "associationChange": {
      const [from, to] = [objectType(change.type), objectType(change.toType)];
      return {
        fromObjectId: Number(change.id),
        toObjectId: Number(change.toId),
        associationType: `${from.singular}_to_${to.singular}`.toUpperCase(),
        associationTypeId: change.associationTypeId,
        associationRemoved: change.removed,
        isPrimaryAssociation: false,
      };
    }
  }
}

/** eventId is given by the caller and repeats: HubSpot does not promise that it is unique. */
export function webhookEvent(portal: Portal, subscribed: Subscription, change: Change, eventId: number): WebhookEvent {
  return {
    eventId,
    subscriptionId: subscribed.id,
    portalId: Number(portal.id),
    appId: APP_ID,
    occurredAt: portal.now(),
    subscriptionType: subscribed.eventType,
    attemptNumber: 0,
    changeSource: change.source,
    sourceId: change.source === "CRM_UI" ? "userId:1" : String(APP_ID),
    ...(subscribed.generic && { objectTypeId: typeIdOf(subscribed) }),
    ...details(change),
  };
}

// What the app wants to hear of: subscriptions by event type, object type and property.
import type { Change } from "../engine/change.ts";
import { invalid } from "../errors.ts";
import { findObjectType, type ObjectTypeName, objectType } from "../schema/object-types.ts";

export interface Subscription {
  id: number;
  /** contact.creation and its like, or the generic object.creation with an object type. */
  eventType: string;
  objectType: ObjectTypeName;
  generic: boolean;
  kind: Change["kind"];
  propertyName: string | undefined;
  active: boolean;
}

const KINDS: readonly Change["kind"][] = [
  "creation",
  "deletion",
  "privacyDeletion",
  "propertyChange",
  "merge",
  "associationChange",
];

export interface SubscriptionRequest {
  eventType: string;
  objectType?: string | undefined;
  propertyName?: string | undefined;
  active?: boolean | undefined;
}

export function subscription(id: number, given: SubscriptionRequest): Subscription {
  const [subject = "", kindName = ""] = given.eventType.split(".");
  const kind = KINDS.find((known) => known === kindName);
  const generic = subject === "object";
  const type = findObjectType(generic ? (given.objectType ?? "") : subject);
  if (!kind || !type) throw invalid(`Unknown subscription ${given.eventType} ${given.objectType ?? ""}`);
  if (kind === "privacyDeletion" && type.name !== "contacts") throw invalid("privacyDeletion exists for contacts only");
  const propertyName = given.propertyName;
  if (kind === "propertyChange" && propertyName === undefined) throw invalid(`${given.eventType} needs a propertyName`);
  return {
    id,
    eventType: given.eventType,
    objectType: type.name,
    generic,
    kind,
    propertyName,
    active: given.active ?? true,
  };
}

export function wants(subscribed: Subscription, change: Change): boolean {
  return (
    subscribed.active &&
    subscribed.kind === change.kind &&
    subscribed.objectType === change.type &&
    (change.kind !== "propertyChange" || subscribed.propertyName === change.propertyName)
  );
}

export const typeIdOf = (subscribed: Subscription) => objectType(subscribed.objectType).typeId;

// A list (HubSpot now says segment): named members of one object type with the time each joined.
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { Portal } from "./portal.ts";

export const LIST_TYPES = ["MANUAL", "SNAPSHOT", "DYNAMIC"] as const;

export interface List {
  id: string;
  name: string;
  type: ObjectTypeName;
  processingType: (typeof LIST_TYPES)[number];
  members: Map<string, number>;
  createdAt: number;
  updatedAt: number;
}

export interface NewList {
  name: string;
  type: ObjectTypeName;
  processingType: List["processingType"];
  members: readonly string[];
}

export function addList(portal: Portal, { name, type, processingType, members }: NewList): List {
  const id = String(1 + Math.max(0, ...[...portal.lists.keys()].map(Number)));
  const now = portal.now();
  const joined = new Map(members.map((member) => [member, now]));
  const list: List = { id, name, type, processingType, members: joined, createdAt: now, updatedAt: now };
  portal.lists.set(id, list);
  return list;
}

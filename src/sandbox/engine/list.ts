// A list (HubSpot now says segment): named members of one object type with the time each joined.
import type { ObjectTypeName } from "../schema/object-types.ts";

export interface List {
  id: string;
  name: string;
  type: ObjectTypeName;
  processingType: "MANUAL" | "SNAPSHOT" | "DYNAMIC";
  members: Map<string, number>;
  createdAt: number;
  updatedAt: number;
}

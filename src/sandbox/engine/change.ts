// What happened to a record, as the webhooks tell it to the outside.
import type { ObjectTypeName } from "../schema/object-types.ts";

export type ChangeSource = "INTEGRATION" | "CRM_UI" | "MERGE_OBJECTS";

export type Change =
  | { kind: "creation" | "deletion" | "privacyDeletion"; type: ObjectTypeName; id: string; source: ChangeSource }
  | {
      kind: "propertyChange";
      type: ObjectTypeName;
      id: string;
      source: ChangeSource;
      propertyName: string;
      propertyValue: string;
    }
  | {
      kind: "merge";
      type: ObjectTypeName;
      id: string;
      source: ChangeSource;
      mergedId: string;
      newId: string;
      propertiesMoved: number;
    }
  | {
      kind: "associationChange";
      type: ObjectTypeName;
      id: string;
      source: ChangeSource;
      toType: ObjectTypeName;
      toId: string;
      associationTypeId: number;
      removed: boolean;
    };

// The properties that HubSpot defines on every object type, owner and bookkeeping ones.
import type { ObjectType } from "./object-types.ts";
import { hubspotProperty, type PropertyDefinition } from "./property.ts";

export function sharedProperties(type: ObjectType, group: string): PropertyDefinition[] {
  const readOnly = { readOnly: true };
  return [
    hubspotProperty("hs_object_id", "Record ID", "number", group, readOnly),
    hubspotProperty(type.createdProperty, "Create Date", "datetime", group, readOnly),
    hubspotProperty(type.modifiedProperty, "Last Modified Date", "datetime", group, readOnly),
    hubspotProperty("hs_object_source", "Record source", "string", group, readOnly),
    hubspotProperty("hs_object_source_id", "Record source ID", "string", group, readOnly),
    hubspotProperty("hs_object_source_label", "Record source", "string", group, readOnly),
    hubspotProperty("hs_merged_object_ids", "Merged record IDs", "string", group, readOnly),
    hubspotProperty("hs_created_by_user_id", "Created by user ID", "number", group, readOnly),
    hubspotProperty("hs_updated_by_user_id", "Updated by user ID", "number", group, readOnly),
    hubspotProperty("hs_unique_creation_key", "Unique creation key", "string", group, readOnly),
    hubspotProperty("hubspot_owner_id", "Owner", "enumeration", group, { owner: true }),
    hubspotProperty("hubspot_owner_assigneddate", "Owner Assigned Date", "datetime", group, readOnly),
    hubspotProperty("hubspot_team_id", "HubSpot Team", "enumeration", group, { readOnly: true, externalOptions: true }),
    hubspotProperty("hs_all_owner_ids", "All Owner IDs", "string", group, readOnly),
  ];
}

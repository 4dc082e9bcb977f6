// Which property groups and HubSpot-defined properties each object type starts with.
import {
  ACTIVITY_GROUPS,
  CALL_PROPERTIES,
  COMMUNICATION_PROPERTIES,
  MEETING_PROPERTIES,
  NOTE_PROPERTIES,
  TASK_PROPERTIES,
} from "./activity-properties.ts";
import { COMPANY_GROUPS, COMPANY_PROPERTIES } from "./company-properties.ts";
import { CONTACT_GROUPS, CONTACT_PROPERTIES } from "./contact-properties.ts";
import { DEAL_GROUPS, DEAL_PROPERTIES, TICKET_GROUPS, TICKET_PROPERTIES } from "./deal-properties.ts";
import { objectType, type StandardType } from "./object-types.ts";
import type { PropertyDefinition } from "./property.ts";
import { sharedProperties } from "./shared-properties.ts";

type Groups = readonly [readonly [name: string, label: string], ...(readonly [name: string, label: string])[]];

interface Catalog {
  groups: Groups;
  properties: readonly PropertyDefinition[];
}

const CATALOG: Record<StandardType, Catalog> = {
  contacts: { groups: CONTACT_GROUPS, properties: CONTACT_PROPERTIES },
  companies: { groups: COMPANY_GROUPS, properties: COMPANY_PROPERTIES },
  deals: { groups: DEAL_GROUPS, properties: DEAL_PROPERTIES },
  tickets: { groups: TICKET_GROUPS, properties: TICKET_PROPERTIES },
  calls: { groups: ACTIVITY_GROUPS, properties: CALL_PROPERTIES },
  tasks: { groups: ACTIVITY_GROUPS, properties: TASK_PROPERTIES },
  notes: { groups: ACTIVITY_GROUPS, properties: NOTE_PROPERTIES },
  meetings: { groups: ACTIVITY_GROUPS, properties: MEETING_PROPERTIES },
  communications: { groups: ACTIVITY_GROUPS, properties: COMMUNICATION_PROPERTIES },
};

export function groupsOf(type: StandardType): Groups {
  return CATALOG[type].groups;
}

export function hubspotPropertiesOf(type: StandardType): PropertyDefinition[] {
  const { groups, properties } = CATALOG[type];
  return [...properties, ...sharedProperties(objectType(type), groups[0][0])];
}

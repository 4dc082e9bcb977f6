// HubSpot's paths and ids: one dated version, plural object names, object and association type ids.
import type { ObjectType } from "../model/crm.ts";

/** v1–v4 end between February and September 2027; dated versions are supported for 18 months each. */
export const version = "2026-09";

export const recordingReadyPath = `/crm/extensions/calling/${version}/recordings/ready`;

export const plural: Record<ObjectType, string> = {
  contact: "contacts",
  company: "companies",
  deal: "deals",
  call: "calls",
  task: "tasks",
  note: "notes",
  meeting: "meetings",
  communication: "communications",
};

export const objectTypeIds: Record<ObjectType, string> = {
  contact: "0-1",
  company: "0-2",
  deal: "0-3",
  call: "0-48",
  task: "0-27",
  note: "0-46",
  meeting: "0-47",
  communication: "0-18",
};

/** Default association types by direction: a type id of the other direction is refused with a misleading error. */
export const associationTypes: Partial<Record<ObjectType, Partial<Record<ObjectType, number>>>> = {
  contact: { company: 279, deal: 4 },
  company: { contact: 280, deal: 342 },
  deal: { contact: 3, company: 341 },
  call: { contact: 194, company: 182, deal: 206 },
  task: { contact: 204, company: 192, deal: 216 },
  note: { contact: 202, company: 190, deal: 214 },
  meeting: { contact: 200, company: 188, deal: 212 },
  communication: { contact: 81, company: 87, deal: 85 },
};

/**
 * The record's page in HubSpot's own interface.
 * @param of one of HubSpot's objects, or the type id of a custom one
 */
export function recordUrl(appUrl: string, portalId: string, of: ObjectType | { objectTypeId: string }, id: string) {
  const typeId = typeof of === "string" ? objectTypeIds[of] : of.objectTypeId;
  return `${appUrl}/contacts/${portalId}/record/${typeId}/${id}`;
}

// Branded ids and phone numbers: strings that cannot be mixed up with other strings.
import { z } from "zod";

/** HubSpot's hub_id, as text. */
export const portalId = z.string().regex(/^\d+$/).brand("PortalId");
export type PortalId = z.infer<typeof portalId>;

/** A phone number in E.164, such as +380501234567; only rules/phone.ts makes one from raw text. */
export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{4,14}$/)
  .brand("E164");
export type E164 = z.infer<typeof e164>;

/** A HubSpot record's id; unique per object type only. */
export type HubSpotId = string;

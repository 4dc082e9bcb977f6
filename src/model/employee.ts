// An employee: a person in the phone system, mapped to a HubSpot owner by e-mail or by hand.
import { z } from "zod";

const text = z
  .union([z.string(), z.number().transform(String), z.null()])
  .transform((value) => (value === null || value.trim() === "" ? null : value.trim()));

export const matchedBy = z.enum(["email", "hand", "none"]);

export const employee = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  extension: z.string().nullable(),
  /** The phone system's own id of the person. */
  providerId: z.string().nullable(),
  sip: z.string().nullable(),
  phone: z.string().nullable(),
  ownerId: z.string().nullable(),
  matchedBy,
});
export type Employee = z.infer<typeof employee>;

/** What a page, another program or an event says of an employee; found again by e-mail, else extension, else providerId. */
export const employeeChange = z.object({
  id: z.string().optional(),
  name: text.optional(),
  email: text.optional(),
  extension: text.optional(),
  providerId: text.optional(),
  sip: text.optional(),
  phone: text.optional(),
  ownerId: text.optional(),
});
export type EmployeeChange = z.infer<typeof employeeChange>;

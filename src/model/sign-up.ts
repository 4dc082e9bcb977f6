// What customer.registered and customer.updated hold: somebody who signed up with the sender, and his company.
import { z } from "zod";
import { attribution, noAttribution } from "./event.ts";
import { person } from "./person.ts";

const text = z.string().trim().min(1).nullable().catch(null).default(null);

export const signUpCompany = z.object({ name: text, domain: text, website: text, phone: text, address: text });
export type SignUpCompany = z.infer<typeof signUpCompany>;

export const signUpData = z.object({
  /** The sender's own id of the customer, which stays when everything else changes. */
  customerId: z.string().min(1),
  person: person.nullable().catch(null).default(null),
  company: signUpCompany.nullable().catch(null).default(null),
  registeredAt: z.iso.datetime({ offset: true }).nullable().catch(null).default(null),
  attribution: attribution.catch(noAttribution).default(noAttribution),
});
export type SignUpData = z.infer<typeof signUpData>;

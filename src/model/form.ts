// What a form.submitted event holds.
import { z } from "zod";
import { attribution, noAttribution } from "./event.ts";
import { person } from "./person.ts";

const text = z.string().trim().min(1).nullable().catch(null).default(null);
export const formData = z.object({
  formId: z.string().min(1),
  formName: text,
  pageUrl: text,
  submittedAt: z.iso.datetime({ offset: true }).nullable().catch(null).default(null),
  person: person.nullable().catch(null).default(null),
  message: text,
  /** By the form's own names. */
  fields: z.record(z.string(), z.json()).catch({}).default({}),
  attribution: attribution.catch(noAttribution).default(noAttribution),
});
export type FormData = z.infer<typeof formData>;

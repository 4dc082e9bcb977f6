// A person as a form, a chat or a meeting names them: any of it may be missing.
import { z } from "zod";

const text = z.string().trim().min(1).nullable().catch(null).default(null);
const texts = z.array(z.string()).catch([]).default([]);

export const person = z.object({
  /** The sender's own id of the person. */
  id: text,
  name: text,
  email: text,
  phone: text,
  company: text,
  /** Further ones. */
  emails: texts,
  phones: texts,
});
export type Person = z.infer<typeof person>;

// Finds the person in a web form: e-mail addresses, phone numbers, the name from one field or from two.
import type { Person } from "../model/person.ts";
import type { Taking } from "./web-form-taking.ts";

/** null: nobody whom one could write to, call or name. */
export function personIn(form: Taking): Person | null {
  const emails = distinct(form.takeAll("email", each(isEmail)), (email) => email.toLowerCase());
  const phones = distinct(form.takeAll("phone", each(isPhone)), (phone) => phone.replace(/\D/g, ""));
  const email = emails[0] ?? form.takeByShape(isEmail);
  const phone = phones[0] ?? form.takeByShape(isInternational);
  const name = nameIn(form);
  if (email === null && phone === null && name === null) return null;
  const company = form.take("company");
  return { id: null, name, email, phone, company, emails: emails.slice(1), phones: phones.slice(1) };
}

/** "name" and "last name" stand side by side where "name" asks for the first one only. */
function nameIn(form: Taking): string | null {
  const full = form.take("name");
  const first = full ?? form.take("firstName");
  const last = form.take("lastName");
  if (first === null || last === null) return first ?? last;
  return first.includes(last) ? first : `${first} ${last}`;
}

/** RFC 5321 lets an address have 254 characters. */
function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+$/.test(text);
}

/** In any notation, perhaps with words around it; a rule reads it with the portal's country. */
function isPhone(text: string): boolean {
  return text.length <= 60 && text.replace(/\D/g, "").length >= 5;
}

function isInternational(text: string): boolean {
  return /^\+\d[\d\s().-]{7,25}$/.test(text);
}

/** Fields of the same name are one text. */
function each(fits: (text: string) => boolean): (text: string) => boolean {
  return (text) => text.split(", ").every(fits);
}

function distinct(texts: string[], keyOf: (text: string) => string): string[] {
  const values = texts.flatMap((text) => text.split(", "));
  return [...new Map(values.toReversed().map((text) => [keyOf(text), text])).values()].toReversed();
}

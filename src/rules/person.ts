// A person of a form, chat or meeting: by which addresses and numbers he is looked for, and whether he is one of ours.
import type { Person } from "../model/person.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { numbersAmong, type ReadPhone, readPhone } from "./phone.ts";

type Addresses = Pick<Person, "email" | "emails">;

/** In lower case, as HubSpot compares them; what is no address is left out. */
export function emailsOf(person: Addresses | null): string[] {
  const given = person ? [person.email, ...person.emails] : [];
  const read = given.flatMap((email) => email?.trim().toLowerCase() ?? []);
  return [...new Set(read.filter((email) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)))];
}

/** The first number that can be read and is none of ours. */
export function phoneOf(person: Person | null, rulebook: Rulebook): Extract<ReadPhone, { kind: "number" }> | null {
  const { settings, employees } = rulebook;
  const ours = numbersAmong([...settings.ownNumbers, ...employees.map(({ phone }) => phone)], settings.defaultCountry);
  for (const raw of person ? [person.phone, ...person.phones] : []) {
    const phone = readPhone(raw, settings.defaultCountry);
    if (phone.kind === "number" && !ours.has(phone.e164)) return phone;
  }
  return null;
}

/** An employee of the phone system or a HubSpot user, by e-mail. */
export function isOurs(person: Addresses, { employees, directory }: Rulebook): boolean {
  const ours = new Set([...employees, ...directory.owners].flatMap(({ email }) => email?.toLowerCase() ?? []));
  return emailsOf(person).some((email) => ours.has(email));
}

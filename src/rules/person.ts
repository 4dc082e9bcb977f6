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
  const { numbers } = oursOf(rulebook);
  for (const raw of person ? [person.phone, ...person.phones] : []) {
    const phone = readPhone(raw, rulebook.settings.defaultCountry);
    if (phone.kind === "number" && !numbers.has(phone.e164)) return phone;
  }
  return null;
}

/** An employee of the phone system or a HubSpot user, by e-mail. */
export function isOurs(person: Addresses, rulebook: Rulebook): boolean {
  const { emails } = oursOf(rulebook);
  return emailsOf(person).some((email) => emails.has(email));
}

interface Ours {
  emails: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
}

/** The same for everybody of a batch, and a meeting of 500 people would else read every colleague's number 500 times. */
const known = new WeakMap<Rulebook, Ours>();

function oursOf(rulebook: Rulebook): Ours {
  const before = known.get(rulebook);
  if (before) return before;
  const { settings, employees, directory } = rulebook;
  const numbers = [...settings.ownNumbers, ...employees.map(({ phone }) => phone)];
  const ours = {
    emails: new Set([...employees, ...directory.owners].flatMap(({ email }) => email?.toLowerCase() ?? [])),
    numbers: numbersAmong(numbers, settings.defaultCountry),
  };
  known.set(rulebook, ours);
  return ours;
}

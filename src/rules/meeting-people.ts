// The people of a meeting, each once, however many events name them and however much each event knows of them.
import type { Participant } from "../model/meeting.ts";

/** @param told oldest first: what is told later wins where it says something */
export function unionOfPeople(told: readonly Participant[]): Participant[] {
  const people: Participant[] = [];
  const found = new Map<string, number>();
  for (const person of told.map((each) => merge(each, each))) {
    const known = keysOf(person).map((key) => found.get(key));
    const at = known.find((index) => index !== undefined && isSame(people[index], person)) ?? people.length;
    const merged = merge(people[at] ?? person, person);
    people[at] = merged;
    for (const key of keysOf(merged)) if (!found.has(key)) found.set(key, at);
  }
  return people;
}

/** What somebody is known by, the surest first. */
function keysOf({ name, ...person }: Participant): string[] {
  return [
    ...addressesOf(person).map((address) => `email ${address}`),
    ...phonesOf(person).map((phone) => `phone ${phone}`),
    ...(name ? [`name ${name.toLowerCase()}`] : []),
  ];
}

function addressesOf({ email, emails }: Pick<Participant, "email" | "emails">): string[] {
  return distinct([email, ...emails]).map((address) => address.toLowerCase());
}

function phonesOf({ phone, phones }: Pick<Participant, "phone" | "phones">): string[] {
  return distinct([phone, ...phones]);
}

/** Two people may share a number or a name: with an address each they are one only if they share an address. */
function isSame(known: Participant | undefined, person: Participant): boolean {
  if (!known) return false;
  const [theirs, addresses] = [addressesOf(known), addressesOf(person)];
  return theirs.length === 0 || addresses.length === 0 || addresses.some((address) => theirs.includes(address));
}

function merge(known: Participant, person: Participant): Participant {
  const email = person.email ?? known.email;
  const phone = person.phone ?? known.phone;
  return {
    id: person.id ?? known.id,
    name: person.name ?? known.name,
    email,
    phone,
    company: person.company ?? known.company,
    emails: further(email, [known.email, ...known.emails, person.email, ...person.emails]),
    phones: further(phone, [known.phone, ...known.phones, person.phone, ...person.phones]),
    internal: person.internal ?? known.internal,
  };
}

/** Nobody has more; comparing ever longer lists would take ever longer. */
const furtherOnes = 20;

function further(first: string | null, all: readonly (string | null)[]): string[] {
  return distinct(all)
    .filter((each) => each.toLowerCase() !== first?.toLowerCase())
    .slice(0, furtherOnes);
}

/** Each as it was first written, whatever the case of its later ones. */
function distinct(all: readonly (string | null)[]): string[] {
  const texts = all.flatMap((each) => each?.trim() || []);
  return [...Map.groupBy(texts, (text) => text.toLowerCase()).values()].flatMap(([first]) => first ?? []);
}

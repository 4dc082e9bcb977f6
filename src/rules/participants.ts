// The people of a meeting: who of them is one of ours, and which contacts and companies the others are.
import type { Event } from "../model/event.ts";
import { meetingData, type Participant } from "../model/meeting.ts";
import type { Person } from "../model/person.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isFreeMail, mailDomain, ownDomains } from "./domain.ts";
import { emailsOf, isOurs, phoneOf } from "./person.ts";
import type { ReadPhone } from "./phone.ts";
import { type WholeMeeting, wholeMeeting } from "./whole-meeting.ts";

/** Somebody from outside who can be looked for. */
export interface Guest {
  name: string | null;
  /** Lower-case. */
  emails: string[];
  phone: Extract<ReadPhone, { kind: "number" }> | null;
  /** Of his company: no free-mail domain and none of ours. */
  domain: string | null;
}

export interface People {
  guests: Guest[];
  /** From outside, but named without an address or a number. */
  strangers: string[];
  ours: number;
  /** Further ones from outside, who are not looked at. */
  crowd: number;
}

/** A webinar of thousands is no list of clients to be made: each of them would cost requests of its own. */
const guestsAtMost = 500;

export function peopleOf({ participants, organizer }: WholeMeeting, rulebook: Rulebook): People {
  const own = ownDomains(rulebook);
  // Mostly one of the participants, of whom the sender says more.
  const isNamed = organizer !== null && participants.some((each) => sharesAddress(each, organizer));
  const all = organizer && !isNamed ? [...participants, { ...organizer, internal: null }] : participants;
  const guests = distinctGuests();
  const strangers: string[] = [];
  let ours = 0;
  for (const participant of all) {
    if (isInternal(participant, own, rulebook)) {
      ours++;
      continue;
    }
    const emails = emailsOf(participant);
    const phone = phoneOf(participant, rulebook);
    const { name } = participant;
    const domain = emails.map(mailDomain).find((each) => each !== null && !isFreeMail(each) && !own.has(each)) ?? null;
    if (emails.length === 0 && !phone) strangers.push(name ?? "somebody without a name");
    else guests.add({ name, emails, phone, domain });
  }
  const crowd = Math.max(guests.all.length - guestsAtMost, 0);
  return { guests: guests.all.slice(0, guestsAtMost), strangers, ours, crowd };
}

/** With everybody's side, which most note-takers do not know. */
export function withSides(meeting: WholeMeeting, rulebook: Rulebook): WholeMeeting {
  const own = ownDomains(rulebook);
  const sided = (each: Participant) => ({ ...each, internal: isInternal(each, own, rulebook) });
  return { ...meeting, participants: meeting.participants.map(sided) };
}

/** An employee or HubSpot user, somebody at one of our own domains, or whom the sender says to be on our side. */
function isInternal(participant: Participant, own: ReadonlySet<string>, rulebook: Rulebook): boolean {
  if (participant.internal === true || isOurs(participant, rulebook)) return true;
  return emailsOf(participant).some((email) => own.has(mailDomain(email) ?? ""));
}

function sharesAddress(a: Person, b: Person): boolean {
  const theirs = emailsOf(b);
  return emailsOf(a).some((email) => theirs.includes(email));
}

interface DistinctGuests {
  readonly all: Guest[];
  /** By an address, or by a number where one of the two has no address: colleagues share a number. */
  find(guest: Guest): Guest | null;
  add(guest: Guest): void;
}

function distinctGuests(): DistinctGuests {
  const all: Guest[] = [];
  const byAddress = new Map<string, Guest>();
  const byNumber = new Map<string, Guest>();
  const find = ({ emails, phone }: Guest): Guest | null => {
    const holder = emails.map((email) => byAddress.get(email)).find((guest) => guest !== undefined);
    if (holder) return holder;
    const sharer = phone ? byNumber.get(phone.e164) : undefined;
    return sharer && (emails.length === 0 || sharer.emails.length === 0) ? sharer : null;
  };
  return {
    all,
    find,
    add(guest) {
      if (find(guest)) return;
      all.push(guest);
      for (const email of guest.emails) byAddress.set(email, guest);
      if (guest.phone) byNumber.set(guest.phone.e164, guest);
    },
  };
}

/** Whoever was not told of when the meeting was written, or of whom more is told now; all of them when it was not. */
export function newGuests(meeting: WholeMeeting, before: WholeMeeting | null, rulebook: Rulebook): Guest[] {
  const { guests } = peopleOf(meeting, rulebook);
  const known = distinctGuests();
  for (const guest of before ? peopleOf(before, rulebook).guests : []) known.add(guest);
  return guests.filter((guest) => {
    const told = known.find(guest);
    return !told || !saysAllOf(told, guest);
  });
}

/** A name, an address or a number that is told later fills what the contact lacks. */
function saysAllOf(known: Guest, { name, emails, phone }: Guest): boolean {
  const isNamed = name === null || known.name !== null;
  return isNamed && (phone === null || known.phone !== null) && emails.every((email) => known.emails.includes(email));
}

/**
 * Whom HubSpot has to be asked for before the events of one meeting can be decided.
 * @param before what was told of it earlier
 * @param isWritten then the people who were told of earlier are on it already
 */
export function soughtByMeeting(
  events: readonly Event[],
  before: readonly Event[],
  isWritten: boolean,
  rulebook: Rulebook,
): { emails: string[]; phones: { phone: Extract<ReadPhone, { kind: "number" }> }[]; domains: string[] } {
  const isRead = ({ data }: Event) => meetingData.safeParse(data).success;
  const [now, earlier] = [events.filter(isRead), before.filter(isRead)];
  if (now.length === 0) return { emails: [], phones: [], domains: [] };
  const whole = wholeMeeting([...now, ...earlier]);
  const guests = newGuests(whole, isWritten && earlier.length > 0 ? wholeMeeting(earlier) : null, rulebook);
  return {
    emails: guests.flatMap(({ emails }) => emails),
    phones: guests.flatMap(({ phone }) => (phone ? [{ phone }] : [])),
    domains: guests.flatMap(({ domain }) => domain ?? []),
  };
}

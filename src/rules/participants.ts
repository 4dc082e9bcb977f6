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
}

export function peopleOf({ participants, organizer }: WholeMeeting, rulebook: Rulebook): People {
  const own = ownDomains(rulebook);
  // Mostly one of the participants, of whom the sender says more.
  const isNamed = organizer !== null && participants.some((each) => sharesAddress(each, organizer));
  const all = organizer && !isNamed ? [...participants, { ...organizer, internal: null }] : participants;
  const guests: Guest[] = [];
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
    else if (!guests.some((guest) => isSame(guest, { emails, phone }))) guests.push({ name, emails, phone, domain });
  }
  return { guests, strangers, ours };
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

type Identity = Pick<Guest, "emails" | "phone">;

function isSame(a: Identity, b: Identity): boolean {
  if (a.emails.some((email) => b.emails.includes(email))) return true;
  return a.phone !== null && a.phone.e164 === b.phone?.e164;
}

/** Whoever was not told of when the meeting was written; all of them when it was not. */
export function newGuests(meeting: WholeMeeting, before: WholeMeeting | null, rulebook: Rulebook): Guest[] {
  const { guests } = peopleOf(meeting, rulebook);
  const known = before ? peopleOf(before, rulebook).guests : [];
  return guests.filter((guest) => !known.some((each) => isSame(each, guest)));
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

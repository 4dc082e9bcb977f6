// Who owns the activities of a meeting and the contacts it makes: whoever held it.
import type { Snapshot } from "../model/crm.ts";
import type { Agent } from "../model/event.ts";
import type { Person } from "../model/person.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { type Participant, participantOf } from "./employee.ts";
import { findPerson } from "./match.ts";
import { type Ownership, ownership } from "./owner.ts";
import type { Guest } from "./participants.ts";
import type { WholeMeeting } from "./whole-meeting.ts";

/**
 * The organizer if it is one of our owners, else the first of our people who took part, else the guests' responsible.
 * @param written the meeting's owner in HubSpot, if it is there: later guests do not change whose it is
 */
export function meetingOwner(
  { organizer, participants }: WholeMeeting,
  guests: readonly Guest[],
  written: string | null,
  snapshot: Snapshot,
  rulebook: Rulebook,
): Ownership {
  const people = [...(organizer ? [organizer] : []), ...participants];
  const holders = people.map((person) => participantOf(agentOf(person), rulebook));
  const holder: Participant = holders.find(({ kind }) => kind === "owner") ?? { kind: "unsaid" };
  if (holder.kind === "owner") return { ownerId: holder.ownerId, because: `${holder.name} was in the meeting` };
  const before = rulebook.directory.owners.find(({ id }) => id === written);
  if (before) return { ownerId: before.id, because: `the meeting is ${before.name}’s` };
  const matches = guests.map(({ emails, phone }) => findPerson(emails, phone, snapshot, rulebook.settings));
  const contact = matches.find((match) => match !== null)?.contact ?? null;
  return ownership("responsible", null, holder, contact, rulebook);
}

/** By the e-mail alone: ids and numbers of a note-taker's are not those of the phone system. */
function agentOf({ email, name }: Person): Agent | null {
  return email ? { id: null, email, extension: null, sip: null, phone: null, name, department: null } : null;
}

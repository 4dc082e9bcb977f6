// Somebody who took part in a meeting, of whom a note-taker may tell more than a name and an e-mail address.
import type { Participant } from "../model/meeting.ts";

/** null where nothing is told by which a person could be known again. */
export function attendeeOf(told: Partial<Participant>): Participant | null {
  const blank = {
    id: null,
    name: null,
    email: null,
    phone: null,
    company: null,
    emails: [],
    phones: [],
    internal: null,
  };
  const attendee = { ...blank, ...told };
  return attendee.name === null && attendee.email === null && attendee.phone === null ? null : attendee;
}

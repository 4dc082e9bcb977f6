// Which row of the matrix a call falls under.
import type { Contact, Deal, Owner } from "../model/crm.ts";
import type { CallData, CallOutcome } from "../model/event.ts";
import type { CaseKey } from "../model/matrix.ts";
import type { Participant } from "./employee.ts";

/** Every other outcome means that nobody spoke with the client, a voicemail included. */
export function isAnswered(outcome: CallOutcome | null): boolean {
  return outcome === "answered";
}

/** The newest open deal is the one that a call belongs to. */
export function openDealOf(contact: Contact): Deal | null {
  const open = contact.deals.filter((deal) => deal.open);
  return open.reduce<Deal | null>(
    (newest, deal) => (newest && newest.updatedAt >= deal.updatedAt ? newest : deal),
    null,
  );
}

/** Owner of the open deal, else of the contact; one who left HubSpot is responsible for nobody. */
export function responsibleFor(contact: Contact | null, owners: readonly Owner[]): Owner | null {
  if (!contact) return null;
  const listed = (id: string | null | undefined) => owners.find((owner) => owner.id === id) ?? null;
  return listed(openDealOf(contact)?.ownerId) ?? listed(contact.ownerId);
}

export function caseOf(
  call: CallData,
  participant: Participant,
  contact: Contact | null,
  owners: readonly Owner[],
): CaseKey {
  const direction = call.direction === "out" ? "out" : "in";
  const answered = isAnswered(call.outcome);
  if (!contact) {
    if (!answered) return `${direction}.new.missed`;
    return participant.kind === "owner" ? `${direction}.new.answered` : `${direction}.new.unknown_employee`;
  }
  if (!answered) return `${direction}.known.missed`;
  if (participant.kind !== "owner") return `${direction}.known.unknown_employee`;
  const responsible = responsibleFor(contact, owners);
  // A client of nobody's has no responsible to be another than.
  return responsible === null || responsible.id === participant.ownerId
    ? `${direction}.known.answered_by_responsible`
    : `${direction}.known.answered_by_another`;
}

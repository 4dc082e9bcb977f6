// Whom a call belongs to and which case of the matrix it is: contact, deal, owner, and the sentence that says so.
import type { Contact, KnownCall, RecordRef, Snapshot } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { CaseKey, MatrixRow } from "../model/matrix.ts";
import type { CreateWrite, UpdateWrite, UseWrite } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import type { Client } from "./call.ts";
import { caseOf, responsibleFor } from "./case.ts";
import { createContact, fillContact, knownOf } from "./contact.ts";
import { dealFor } from "./deal.ts";
import { type Participant, participantOf } from "./employee.ts";
import { chooseContact, verified } from "./match.ts";
import { type Ownership, ownership } from "./owner.ts";
import type { ReadPhone } from "./phone.ts";

export interface Judgement {
  because: string;
  row: MatrixRow;
  participant: Participant;
  owner: Ownership;
  client: Client;
  /** null: the matrix wants none. */
  contact: CreateWrite | UseWrite | null;
  /** What the contact lacked and the event knows. */
  gaps: UpdateWrite | null;
  deal: CreateWrite | UseWrite | null;
}

/** @param made what was made for this call already, such as when it was picked up: then its client was new at the time */
export function judge(
  event: CallEvent,
  phone: Extract<ReadPhone, { kind: "number" }>,
  made: KnownCall | null,
  snapshot: Snapshot,
  rulebook: Rulebook,
): Judgement {
  const { owners } = rulebook.directory;
  const participant = participantOf(event.data.agent, rulebook);
  const candidates = verified(snapshot.contacts.get(phone.e164) ?? [], phone.e164, rulebook.settings.defaultCountry);
  const match = chooseContact(candidates, participant.kind === "owner" ? participant.ownerId : null, phone.shown);
  const ours = made?.contact && isThere(made.contact, snapshot) ? made.contact : null;
  const known = ours ? null : (match?.contact ?? null);
  const caseKey = caseOf(event.data, participant, known, owners);
  const row = rulebook.matrix[caseKey];
  const owner = ownership(row.owner, event.data, participant, known, rulebook);
  const because = caseSentence(caseKey, participant, responsibleFor(known, owners) !== null);
  const name = known?.name ?? event.data.client.name ?? phone.e164;
  const contact = ours
    ? use(event, "contact", ours.ref, name, "it was made for this call already")
    : match
      ? use(event, "contact", match.contact.ref, match.contact.name, match.because)
      : row.contact === "existing"
        ? null
        : createContact(knownOf(event, phone), `nobody has ${phone.shown}`, owner, rulebook);
  const deal = made?.deal
    ? use(event, "deal", made.deal.ref, made.deal.properties.dealname ?? "Deal", "it was made for this call already")
    : contact &&
      dealFor(event, row.deal, { ref: refOf(contact), name, known: known ?? asKnown(ours, match) }, owner, rulebook);
  const gaps = match ? fillContact(knownOf(event, phone), match.contact, rulebook) : null;
  return { because, row, participant, owner, client: { name, phone: phone.e164 }, contact, gaps, deal };
}

/** It may have been deleted, or merged into another one, while people still spoke. */
function isThere({ ref, properties }: NonNullable<KnownCall["contact"]>, { contacts }: Snapshot): boolean {
  const holders = contacts.get(properties.phone ?? "");
  return holders === undefined || holders.some((holder) => JSON.stringify(holder.ref) === JSON.stringify(ref));
}

/** Our own new contact may have been given a deal by somebody meanwhile. */
function asKnown(ours: KnownCall["contact"], match: { contact: Contact } | null): Contact | null {
  return ours && match ? match.contact : null;
}

export function refOf(write: CreateWrite | UseWrite): RecordRef {
  return write.do === "use" ? write.ref : { key: write.key };
}

/** What a call and its task hang on. */
export function linksTo(
  contact: CreateWrite | UseWrite,
  deal: CreateWrite | UseWrite | null,
): { what: "contact" | "deal"; ref: RecordRef }[] {
  const ofDeal = deal ? [{ what: "deal" as const, ref: refOf(deal) }] : [];
  return [{ what: "contact", ref: refOf(contact) }, ...ofDeal];
}

function use(event: CallEvent, what: "contact" | "deal", ref: RecordRef, name: string, because: string): UseWrite {
  return { do: "use", what, key: `${event.id}/${what}`, ref, name, because };
}

function caseSentence(caseKey: CaseKey, participant: Participant, hasResponsible: boolean): string {
  const [direction, familiarity, result] = caseKey.split(".");
  const side = direction === "out" ? "Outgoing call to" : "Incoming call from";
  const who = participant.kind === "unsaid" ? "somebody whom the phone system did not name" : participant.name;
  const verb = direction === "out" ? "made" : "answered";
  const results: Record<string, string> = {
    answered: `${verb} by ${who}`,
    answered_by_responsible: `${verb} by ${who}, ${hasResponsible ? "who is responsible" : "and nobody is responsible yet"}`,
    answered_by_another: `${verb} by ${who}, who is not the responsible`,
    missed: direction === "out" ? "not answered by the client" : "missed",
    unknown_employee: `${verb} by ${who}, who is not mapped to a HubSpot owner`,
  };
  return `${side} a ${familiarity} client, ${results[result ?? ""] ?? ""}.`;
}

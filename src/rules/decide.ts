// decide: one event, what HubSpot holds, the portal's rules → the plan. No I/O, no clock, no randomness.
import type { RecordRef, Snapshot } from "../model/crm.ts";
import { type CallEvent, callMoments, type Event, isCallEvent } from "../model/event.ts";
import type { CaseKey } from "../model/matrix.ts";
import type { CreateWrite, Plan, UseWrite, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { logCall } from "./call.ts";
import { withOpenTasks } from "./callback.ts";
import { caseOf, responsibleFor } from "./case.ts";
import { createContact, fillContact } from "./contact.ts";
import { customerOf } from "./customer.ts";
import { dealFor } from "./deal.ts";
import { type Participant, participantOf } from "./employee.ts";
import { chooseContact, verified } from "./match.ts";
import { awaitCall, decideNews } from "./news.ts";
import { ownership } from "./owner.ts";
import { taskFor } from "./task.ts";

export function decide(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  if (!isCallEvent(event)) {
    return {
      verdict: "park",
      writes: [],
      because: `Hookswitch cannot write ${event.type} yet. It is kept and can be replayed after an update.`,
    };
  }
  const lasts = event.type === "call.completed" && event.data.outcome === "in_progress";
  if (lasts || callMoments.some((moment) => moment === event.type)) {
    return {
      verdict: "ignore",
      writes: [],
      because: "The call had not ended yet. What it becomes is written when it ends.",
    };
  }
  const known = snapshot.calls.get(event.subject);
  if (known) return decideNews(event, known, rulebook);
  return event.type === "call.completed"
    ? decideCall(event, snapshot, rulebook)
    : (ofNobody(event, rulebook) ?? awaitCall);
}

/** News that names nobody we could write to waits for no call: that call is not written either. */
function ofNobody(event: CallEvent, rulebook: Rulebook): Plan | null {
  const { phone, otherPhones } = event.data.client;
  if ([phone, ...otherPhones].every((text) => !text?.trim())) return null;
  const customer = customerOf(event.data, rulebook);
  if (customer.kind === "customer") return null;
  // A number that other settings can read is kept with its call, to be replayed with it.
  return { verdict: customer.unread ? customer.treatment : "ignore", writes: [], because: customer.because };
}

function decideCall(event: CallEvent, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const customer = customerOf(event.data, rulebook);
  if (customer.kind === "nobody") return { verdict: customer.treatment, writes: [], because: customer.because };

  const { phone } = customer;
  const participant = participantOf(event.data.agent, rulebook);
  const candidates = verified(snapshot.contacts.get(phone.e164) ?? [], phone.e164, rulebook.settings.defaultCountry);
  const match = chooseContact(candidates, participant.kind === "owner" ? participant.ownerId : null, phone.shown);
  const known = match?.contact ?? null;
  const caseKey = caseOf(event.data, participant, known, rulebook.directory.owners);
  const row = rulebook.matrix[caseKey];
  const owner = ownership(row.owner, event.data, participant, known, rulebook);
  const because = caseSentence(caseKey, participant, responsibleFor(known, rulebook.directory.owners) !== null);

  if (!match && row.contact === "existing") {
    return { verdict: "ignore", writes: [], because: `${because} The matrix makes no contact in this case.` };
  }
  const contact: CreateWrite | UseWrite = match
    ? {
        do: "use",
        what: "contact",
        key: `${event.id}/contact`,
        ref: match.contact.ref,
        name: match.contact.name,
        because: match.because,
      }
    : createContact(event, phone, owner, rulebook);
  const contactRef: RecordRef = contact.do === "use" ? contact.ref : { key: contact.key };
  const client = { name: known?.name ?? event.data.client.name ?? phone.e164, phone: phone.e164 };
  const deal = dealFor(event, row.deal, { ref: contactRef, name: client.name, known }, owner, rulebook);
  const belongsTo = [
    { what: "contact" as const, ref: contactRef },
    ...(deal ? [{ what: "deal" as const, ref: deal.do === "use" ? deal.ref : { key: deal.key } }] : []),
  ];
  const callOwner = participant.kind === "owner" ? participant.ownerId : owner.ownerId;
  const task = taskFor(event, row, client, owner, belongsTo);
  const writes: (Write | null)[] = [
    contact,
    known && fillContact(event, known, phone, rulebook),
    deal,
    row.call === "log" ? logCall(event, client, callOwner, belongsTo, rulebook) : null,
    ...withOpenTasks(event, phone.e164, task, snapshot.openTasks.get(phone.e164) ?? []),
  ];
  const lacking =
    row.deal === "create" && !deal ? " No deal was made: HubSpot lists no pipeline with an open stage." : "";
  return { verdict: "write", because: `${because}${lacking}`, writes: writes.filter((write) => write !== null) };
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

// One example for each case of the matrix: the call, and what HubSpot knows of the client.
import type { Contact } from "../../src/model/crm.ts";
import type { CallEvent } from "../../src/model/event.ts";
import { type CaseKey, caseKeys } from "../../src/model/matrix.ts";
import { anna, boris, callEvent, contact, deal } from "./given.ts";

export interface Example {
  event: CallEvent;
  known: Contact[];
}

const annaAnswers = callEvent();
const veraAnswers = callEvent({ agent: { extension: "103", name: "Vera" } });
const missed = callEvent({ outcome: "missed", agent: null, talkSeconds: 0 });
const annaCalls = callEvent({ direction: "out" });
const veraCalls = callEvent({ direction: "out", agent: { extension: "103", name: "Vera" } });
const unreached = callEvent({ direction: "out", outcome: "no_answer_by_client", talkSeconds: 0 });

const nobody: Contact[] = [];
const clientOf = (owner: { id: string }) => [contact({ ownerId: owner.id, deals: [deal({ ownerId: owner.id })] })];

/** Forms and dialogues have their own tests. */
export type CallCase = Exclude<CaseKey, `form.${string}` | `dialog.${string}`>;

const isCallCase = (key: CaseKey): key is CallCase => !/^(form|dialog)\./.test(key);
export const callCases: readonly CallCase[] = caseKeys.filter(isCallCase);

export const examples: Record<CallCase, Example> = {
  "in.new.answered": { event: annaAnswers, known: nobody },
  "in.new.missed": { event: missed, known: nobody },
  "in.new.unknown_employee": { event: veraAnswers, known: nobody },
  "in.known.answered_by_responsible": { event: annaAnswers, known: clientOf(anna) },
  "in.known.answered_by_another": { event: annaAnswers, known: clientOf(boris) },
  "in.known.missed": { event: missed, known: clientOf(boris) },
  "in.known.unknown_employee": { event: veraAnswers, known: clientOf(boris) },
  "out.new.answered": { event: annaCalls, known: nobody },
  "out.new.missed": { event: unreached, known: nobody },
  "out.new.unknown_employee": { event: veraCalls, known: nobody },
  "out.known.answered_by_responsible": { event: annaCalls, known: clientOf(anna) },
  "out.known.answered_by_another": { event: annaCalls, known: clientOf(boris) },
  "out.known.missed": { event: unreached, known: clientOf(boris) },
  "out.known.unknown_employee": { event: veraCalls, known: clientOf(boris) },
};

// Whom the events of a batch are about: the numbers and addresses that have to be looked for.
import type { Snapshot } from "../model/crm.ts";
import { dialogData } from "../model/dialog.ts";
import { type CallEvent, callMoments, type Event, isCallEvent } from "../model/event.ts";
import { formData } from "../model/form.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isMissedAfterAll } from "../rules/correction.ts";
import { customerOf } from "../rules/customer.ts";
import { hasEnded, wholeCall } from "../rules/moments.ts";
import { emailsOf, phoneOf } from "../rules/person.ts";
import type { ReadPhone } from "../rules/phone.ts";

export type Phone = Extract<ReadPhone, { kind: "number" }>;

/** With whom the calls are; new: the call or its task is not written yet, so that its contact has to be found. */
export function callersOf(
  events: readonly Event[],
  { calls, moments }: Pick<Snapshot, "calls" | "moments">,
  rulebook: Rulebook,
): { phone: Phone; isNew: boolean }[] {
  const together = Map.groupBy(events.filter(isCallEvent), ({ subject }) => subject);
  return [...together].flatMap(([subject, ofCall]) => {
    const [first, ...others] = ofCall;
    const before = (moments.get(subject) ?? []).filter(isCallEvent);
    // Whatever comes after the end may be what was missing to write the call.
    if (!first || !(before.some(hasEnded) || ofCall.some((event) => mayMakeRecords(event, rulebook)))) return [];
    const whole = wholeCall([first, ...others, ...before]);
    const customer = customerOf(whole, rulebook);
    const isNew = !calls.get(subject)?.call || isMissedAfterAll(whole.outcome, before);
    return customer.kind === "customer" ? [{ phone: customer.phone, isNew }] : [];
  });
}

/** By which addresses and numbers those are looked for who sent a form or wrote in a chat. */
export function writers(
  events: readonly Event[],
  rulebook: Rulebook,
): { emails: string[]; phones: { phone: Phone }[] } {
  const people = events.flatMap((event) => {
    if (event.type === "form.submitted") return formData.safeParse(event.data).data?.person ?? [];
    return event.type.startsWith("dialog.") ? (dialogData.safeParse(event.data).data?.person ?? []) : [];
  });
  return {
    emails: [...new Set(people.flatMap(emailsOf))],
    phones: people.flatMap((person) => {
      const phone = phoneOf(person, rulebook);
      return phone ? [{ phone }] : [];
    }),
  };
}

/** Events before the end read nothing of HubSpot, unless the portal wants its records at pick-up. */
function mayMakeRecords({ type }: CallEvent, { settings }: Rulebook): boolean {
  if (type === "call.answered") return settings.createAt === "pickup";
  return !callMoments.some((moment) => moment === type);
}

// Whom the events of a batch are about: the numbers and addresses that have to be looked for.
import type { Snapshot } from "../model/crm.ts";
import { dialogData } from "../model/dialog.ts";
import { type CallEvent, callMoments, type Event, isCallEvent } from "../model/event.ts";
import { formData } from "../model/form.ts";
import { familyOf } from "../model/our-fields.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isMissedAfterAll } from "../rules/correction.ts";
import { customerOf } from "../rules/customer.ts";
import { hasEnded, wholeCall } from "../rules/moments.ts";
import { fills } from "../rules/own-sought.ts";
import { soughtByMeeting } from "../rules/participants.ts";
import { emailsOf, phoneOf } from "../rules/person.ts";
import type { ReadPhone } from "../rules/phone.ts";
import { soughtBySignUp } from "../rules/sign-up.ts";

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
    const isNew = !calls.get(subject)?.call || isMissedAfterAll(whole.outcome, before) || isCompared(rulebook);
    return customer.kind === "customer" ? [{ phone: customer.phone, isNew }] : [];
  });
}

/** Late news too is written to properties of whoever is on the phone. */
function isCompared({ propertyMap }: Rulebook): boolean {
  return fills(propertyMap, "call", ["contact", "company", "deal"]);
}

export interface Sought {
  emails: string[];
  phones: { phone: Phone }[];
  /** Of companies. */
  domains: string[];
}

/** Those who sent a form, wrote in a chat, took part in a meeting or signed up. */
export function soughtBy(
  events: readonly Event[],
  { calls, moments }: Pick<Snapshot, "calls" | "moments">,
  rulebook: Rulebook,
): Sought {
  const people = events.flatMap((event) => {
    if (event.type === "form.submitted") return formData.safeParse(event.data).data?.person ?? [];
    return event.type.startsWith("dialog.") ? (dialogData.safeParse(event.data).data?.person ?? []) : [];
  });
  const wrote: Sought = {
    emails: people.flatMap(emailsOf),
    phones: people.flatMap((person) => {
      const phone = phoneOf(person, rulebook);
      return phone ? [{ phone }] : [];
    }),
    domains: [],
  };
  const met = [...Map.groupBy(events.filter(isOf("meeting")), ({ subject }) => subject)].map(([subject, told]) => {
    const before = moments.get(subject) ?? [];
    return soughtByMeeting(told, before, (calls.get(subject)?.meeting ?? null) !== null, rulebook);
  });
  const signedUp = events.filter(isOf("customer")).map((event) => soughtBySignUp(event, rulebook));
  const all = [wrote, ...met, ...signedUp];
  return {
    emails: [...new Set(all.flatMap(({ emails }) => emails))],
    phones: all.flatMap(({ phones }) => phones),
    domains: [...new Set(all.flatMap(({ domains }) => domains))],
  };
}

function isOf(family: "meeting" | "customer"): (event: Event) => boolean {
  return ({ type }) => type.startsWith(`${family}.`);
}

/** Subjects of the sign-ups. */
export function customersAmong(events: readonly Event[]): string[] {
  return [...new Set(events.filter(isOf("customer")).map(({ subject }) => subject))];
}

/** Whether the companies of its people are read too. */
export function bringsCompanies({ type }: Event, { settings, propertyMap }: Rulebook): boolean {
  const isCascading = settings.cascadeFor.some((family) => type.startsWith(`${family}.`));
  return /^(meeting|customer)\./.test(type) || isCascading || fills(propertyMap, familyOf(type), ["company"]);
}

/** Events before the end read nothing of HubSpot, unless the portal wants its records at pick-up. */
function mayMakeRecords({ type }: CallEvent, { settings }: Rulebook): boolean {
  if (type === "call.answered") return settings.createAt === "pickup";
  return !callMoments.some((moment) => moment === type);
}

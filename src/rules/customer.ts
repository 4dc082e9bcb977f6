// Who is the customer of a call: the number that is neither an own line nor an employee's, or nobody, and why.
import type { CallData } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { cut } from "./html.ts";
import { numbersAmong, type ReadPhone, readPhone } from "./phone.ts";

export type Customer =
  | { kind: "customer"; phone: Extract<ReadPhone, { kind: "number" }> }
  /** `unread`: there may be a client, whose number cannot be read with today's settings. */
  | { kind: "nobody"; treatment: "ignore" | "park"; because: string; unread?: true };

type Nobody = Extract<Customer, { kind: "nobody" }>;

export function customerOf(call: CallData, rulebook: Pick<Rulebook, "settings" | "employees">): Customer {
  const { settings, employees } = rulebook;
  const country = settings.defaultCountry;
  if (call.direction === "internal") {
    return nobody(settings.employeeNumberCalls, "This is a call between two employees.");
  }
  const ownLines = numbersAmong(settings.ownNumbers, country);
  const otherSide = numbersAmong([call.line.phone], country);
  const colleagues = numbersAmong([...employees.map(({ phone }) => phone), call.agent?.phone ?? null], country);
  const blocked = numbersAmong(settings.blockedNumbers, country);
  const inside = insideNames(call, rulebook);

  let refused: Nobody | null = null;
  for (const raw of [call.client.phone, ...call.client.otherPhones]) {
    if (raw === null || raw.trim() === "") continue;
    const phone = readPhone(raw, country);
    if (phone.kind === "hidden") {
      // Who hides his number hides it in every field.
      return refused ?? nobody(settings.hiddenNumbers, "The caller hid their number, so there is nobody to write to.");
    }
    if (phone.kind === "invalid") {
      refused ??= inside.has(phone.raw.toLowerCase())
        ? nobody(settings.employeeNumberCalls, `${quoted(phone.raw)} is an employee, not a client.`)
        : { ...nobody(settings.invalidNumbers, invalidReason(phone.raw, country)), unread: true };
    } else if (ownLines.has(phone.e164)) {
      refused ??= nobody(settings.ownNumberCalls, `${phone.shown} is one of your own numbers, not a client's.`);
    } else if (colleagues.has(phone.e164)) {
      refused ??= nobody(settings.employeeNumberCalls, `${phone.shown} belongs to an employee, not to a client.`);
    } else if (otherSide.has(phone.e164)) {
      const because = `Both sides of the call are ${phone.shown}, so it is not clear who the client is.`;
      refused ??= nobody(settings.ownNumberCalls, because);
    } else if (blocked.has(phone.e164)) {
      return nobody("ignore", `${phone.shown} is on your list of blocked numbers.`);
    } else {
      return { kind: "customer", phone };
    }
  }
  return refused ?? nobody(settings.hiddenNumbers, "The phone system named no number of a client.");
}

function nobody(treatment: "ignore" | "park", because: string): Nobody {
  return { kind: "nobody", treatment, because };
}

/** Extensions and SIP logins: how a phone system may write a colleague. */
function insideNames({ agent }: CallData, { employees }: Pick<Rulebook, "employees">): Set<string> {
  const names = [...employees, ...(agent ? [agent] : [])].flatMap(({ extension, sip }) => [extension, sip]);
  return new Set(names.flatMap((name) => (name === null ? [] : [name.toLowerCase()])));
}

function quoted(raw: string): string {
  return `“${raw.length > 24 ? `${cut(raw, 24)}…` : raw}”`;
}

function invalidReason(raw: string, country: string | null): string {
  return country === null
    ? `${quoted(raw)} cannot be read without a country. Choose the default country in the settings, then replay this event.`
    : `${quoted(raw)} is not a phone number of ${country} nor an international one.`;
}

// Who is the customer of a call: the number that is neither an own line nor an employee's, or nobody, and why.
import type { CallData } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { numbersAmong, type ReadPhone, readPhone } from "./phone.ts";

export type Customer =
  | { kind: "customer"; phone: Extract<ReadPhone, { kind: "number" }> }
  | { kind: "nobody"; treatment: "ignore" | "park"; because: string };

export function customerOf(call: CallData, rulebook: Rulebook): Customer {
  const { settings, employees } = rulebook;
  const country = settings.defaultCountry;
  const ownLines = numbersAmong(settings.ownNumbers, country);
  const otherSide = numbersAmong([call.line.phone], country);
  const colleagues = numbersAmong([...employees.map((employee) => employee.phone), call.agent?.phone ?? null], country);

  const nobody = (treatment: "ignore" | "park", because: string): Customer => ({ kind: "nobody", treatment, because });
  if (call.direction === "internal") return nobody(settings.employeeNumberCalls, "This is a call between two employees.");

  let refused: Customer | null = null;
  for (const raw of [call.client.phone, ...call.client.otherPhones]) {
    const phone = readPhone(raw, country);
    if (phone.kind === "hidden") {
      return refused ?? nobody(settings.hiddenNumbers, "The caller hid their number, so there is nobody to write this call to.");
    }
    if (phone.kind === "invalid") {
      return refused ?? nobody(settings.invalidNumbers, invalidReason(phone.raw, country));
    }
    if (ownLines.has(phone.e164)) {
      refused ??= nobody(settings.ownNumberCalls, `${phone.shown} is one of your own numbers, not a client's.`);
    } else if (colleagues.has(phone.e164)) {
      refused ??= nobody(settings.employeeNumberCalls, `${phone.shown} belongs to an employee, not to a client.`);
    } else if (otherSide.has(phone.e164)) {
      refused ??= nobody(settings.ownNumberCalls, `Both sides of the call are ${phone.shown}, so it is not clear who the client is.`);
    } else if (numbersAmong(settings.blockedNumbers, country).has(phone.e164)) {
      return nobody("ignore", `${phone.shown} is on your list of blocked numbers.`);
    } else {
      return { kind: "customer", phone };
    }
  }
  return refused ?? nobody(settings.hiddenNumbers, "The phone system named no number of a client.");
}

function invalidReason(raw: string, country: string | null): string {
  const shown = raw.length > 24 ? `${raw.slice(0, 24)}…` : raw;
  if (country === null) return `“${shown}” cannot be read without a country. Choose the default country in the settings, then replay this event.`;
  return `“${shown}” is not a phone number of ${country} nor an international one.`;
}

// Who takes a ringing call: the owner of the caller's open deal, else of the contact, else the TOP manager, else nobody.
import type { Owner } from "../model/crm.ts";
import type { Employee } from "../model/employee.ts";
import type { Settings } from "../model/settings.ts";
import { numbersAmong, type ReadPhone, readPhone } from "./phone.ts";

/** How a phone system may be told whom to ring. */
export const addresses = ["phone", "sip", "extension"] as const;
export type Address = (typeof addresses)[number];

/** An employee as phone systems address him; the phone is E.164. */
export type Taker = Record<Address | "name", string | null>;

/** What our memory knows of the caller. */
export interface Responsible {
  dealOwnerId: string | null;
  ownerId: string | null;
}

export type Routing =
  | { by: "deal_owner" | "contact_owner" | "top_manager"; taker: Taker }
  | { by: "nobody"; taker: null };

const nobody: Routing = { by: "nobody", taker: null };

/** @param wanted the addresses that the answer can hold: whoever has none of them cannot be rung, and the next one is asked */
export function routeFor(
  caller: ReadPhone,
  known: Responsible | null,
  wanted: readonly Address[],
  people: { settings: Settings; employees: readonly Employee[]; owners: readonly Owner[] },
): Routing {
  const { settings, employees, owners } = people;
  if (isNoClient(caller, settings, employees)) return nobody;
  const candidates = [
    { by: "deal_owner", ownerId: known?.dealOwnerId },
    { by: "contact_owner", ownerId: known?.ownerId },
    { by: "top_manager", ownerId: settings.routeTo === "top_manager" ? settings.topManagerOwnerId : null },
  ] as const;
  for (const { by, ownerId } of candidates) {
    // One who left HubSpot is responsible for nobody.
    const owner = owners.find(({ id }) => id === ownerId);
    const takers = owner ? takersFor(owner, employees, settings.defaultCountry) : [];
    const taker = takers.find((each) => wanted.some((address) => each[address] !== null));
    if (taker) return { by, taker };
  }
  return nobody;
}

/** The first of the wanted addresses that the employee has. */
export function addressOf(taker: Taker | null, wanted: readonly Address[]): string | null {
  const address = wanted.find((each) => taker?.[each] != null);
  return address ? (taker?.[address] ?? null) : null;
}

/** Colleagues, own lines and blocked numbers are left to the phone system's own scheme. */
function isNoClient(caller: ReadPhone, settings: Settings, employees: readonly Employee[]): boolean {
  if (caller.kind !== "number") return false;
  const ours = [...settings.ownNumbers, ...settings.blockedNumbers, ...employees.map(({ phone }) => phone)];
  return numbersAmong(ours, settings.defaultCountry).has(caller.e164);
}

function takersFor(owner: Owner, employees: readonly Employee[], country: string | null): Taker[] {
  return employees
    .filter((employee) => (employee.ownerId ? employee.ownerId === owner.id : sharesEmail(employee, owner)))
    .map(({ phone, sip, extension, name }) => {
      const read = readPhone(phone, country);
      return { phone: read.kind === "number" ? read.e164 : null, sip, extension, name };
    });
}

function sharesEmail({ email }: Employee, owner: Owner): boolean {
  return email !== null && email.toLowerCase() === owner.email?.toLowerCase();
}

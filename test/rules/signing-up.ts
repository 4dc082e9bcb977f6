// Builds the sign-ups, companies and snapshots that the tests of sign-ups start from.
import assert from "node:assert/strict";
import type { Company, Contact, KnownCustomer, Snapshot } from "../../src/model/crm.ts";
import type { Event, Happening } from "../../src/model/event.ts";
import type { Plan, UpdateWrite, Write } from "../../src/model/plan.ts";
import { companyKey } from "../../src/model/properties.ts";
import { rulebook, snapshot } from "./given.ts";

export const subject = "generic/customer-7";

/** Whose portal has our property of companies too. */
export const book = rulebook({ prepared: { ...rulebook().prepared, company: [companyKey] } });

export interface Said {
  person?: Record<string, unknown> | null;
  company?: Record<string, unknown> | null;
  attribution?: Record<string, string>;
}

type Envelope = Partial<Pick<Event, "id" | "time" | "receivedAt" | "subject">>;

export const olha = { name: "Olha Client", email: "Olha@Bakery.test", phone: "067 123 45 67" };
export const bakery = {
  name: "Bakery",
  website: "https://www.bakery.test/about",
  phone: "+380441234567",
  address: "Kyiv",
};

/** The n-th thing that the sender says, at minute n; received as it was said unless told otherwise. */
function event(type: Event["type"], minute: number, said: Said, envelope: Envelope): Event {
  const time = new Date(Date.UTC(2026, 9, 9, 9, minute)).toISOString();
  const about: Happening = {
    type: type as "customer.updated",
    subject,
    time,
    data: { customerId: "customer-7", ...said } as never,
  };
  return { ...about, id: `event-${minute}`, provider: "generic", receivedAt: time, ...envelope };
}

export function registered(said: Said = { person: olha, company: bakery }, envelope: Envelope = {}, minute = 1): Event {
  return event("customer.registered", minute, said, envelope);
}

export function updated(minute: number, said: Said, envelope: Envelope = {}): Event {
  return event("customer.updated", minute, said, envelope);
}

export function company(change: Partial<Company> & { id?: string } = {}): Company {
  const { id = "900", ...rest } = change;
  const values = { name: "Bakery", domain: "bakery.test" };
  const createdAt = "2026-01-01T00:00:00.000Z";
  return { ref: { id }, name: "Bakery", domain: "bakery.test", createdAt, values, deals: [], ...rest };
}

/** What HubSpot holds, what the sender told before, and whose records are known from that. */
export function world(
  held: { contacts?: Contact[]; companies?: Company[]; known?: Partial<KnownCustomer>; told?: Event[] } = {},
): Snapshot {
  const { contacts = [], companies = [], known, told = [] } = held;
  return {
    ...snapshot(contacts),
    companies,
    customers: new Map(known ? [[subject, { contact: null, company: null, ...known }]] : []),
    moments: Map.groupBy(told, (each) => each.subject),
  };
}

/** "create company", in the order of the plan. */
export function stepsOf(plan: Plan): string[] {
  return plan.writes.map((write) => `${write.do} ${write.what}`);
}

export function update(plan: Plan, what: Write["what"]): UpdateWrite {
  const write = plan.writes.find((candidate) => candidate.do === "update" && candidate.what === what);
  assert.ok(write?.do === "update", `the plan updates no ${what}: ${JSON.stringify(plan)}`);
  return write;
}

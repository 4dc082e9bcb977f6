// Reads what HubSpot holds about the people of a batch, and what our own ledger knows of it.
import type { AlsoRead, Gateway } from "../hubspot/gateway.ts";
import type { Contact, KnownCustomer, OpenTask, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { E164, PortalId } from "../model/ids.ts";
import { familyOf } from "../model/our-fields.ts";
import { attributionProperties, companyKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { comparedIn } from "../rules/own-sought.ts";
import type { Stores } from "../store/stores.ts";
import { readCompanies, withTheirCompanies } from "./snapshot-companies.ts";
import { readNumbers } from "./snapshot-numbers.ts";
import { readCustomRecords, readStanding } from "./snapshot-standing.ts";
import { readTold, withBodies } from "./snapshot-told.ts";
import { bringsCompanies, callersOf, customersAmong, soughtBy } from "./whom.ts";

export async function readSnapshot(
  portalId: PortalId,
  events: readonly Event[],
  rulebook: Rulebook,
  gateway: Gateway,
  stores: Pick<Stores, "callbackTasks" | "customers" | "ledger" | "moments" | "numbers">,
  now: Date,
): Promise<Snapshot> {
  const { directory, prepared } = rulebook;
  const also = alsoRead(events, rulebook);
  const told = await withBodies(await readTold(portalId, events, stores), gateway);
  const callers = callersOf(events, told, rulebook);
  const sought = soughtBy(events, told, rulebook);
  const newcomers = new Map(
    [...callers.filter(({ isNew }) => isNew), ...sought.phones].map(({ phone }) => [phone.e164, phone]),
  );
  const numbers = [...new Set(callers.map(({ phone }) => phone.e164))];
  const openTasks = await readOpenTasks(portalId, numbers, gateway, stores, now);
  const byNumber = await readNumbers(portalId, [...newcomers.values()], rulebook, also, gateway, stores, now);
  const byEmail: Map<string, Contact[]> =
    sought.emails.length > 0 ? await gateway.byEmail(sought.emails, directory, also) : new Map();

  const records = await stores.customers.of(portalId, customersAmong(events));
  const signedUpIds = [...records.values()].flatMap(({ contactId }) => contactId ?? []);
  const signedUp = signedUpIds.length > 0 ? await gateway.contacts(signedUpIds, directory, also) : [];
  const read = await readCompanies(
    {
      of: events.some((event) => bringsCompanies(event, rulebook))
        ? [...byNumber.values(), ...byEmail.values(), signedUp].flat()
        : [],
      domains: sought.domains,
      ids: [...records.values()].flatMap(({ companyId }) => companyId ?? []),
      key: prepared.company?.includes(companyKey) ? companyKey : null,
      deals: events.some((event) => bringsDeals(event, rulebook)),
    },
    directory,
    also,
    gateway,
  );
  const whole = (contact: Contact) => withTheirCompanies(contact, read);
  const each = (holders: ReadonlyMap<string, readonly Contact[]>) =>
    new Map([...holders].map(([key, contacts]) => [key, contacts.map(whole)] as const));
  const has = (id: string | null) => (record: { ref: object }) => "id" in record.ref && record.ref.id === id;
  const customers = [...records].map(([subject, { contactId, companyId }]): [string, KnownCustomer] => {
    const contact = signedUp.find(has(contactId));
    return [
      subject,
      { contact: contact ? whole(contact) : null, company: read.companies.find(has(companyId)) ?? null },
    ];
  });
  return {
    contacts: each(byNumber),
    byEmail: each(byEmail),
    companies: read.companies,
    customers: new Map(customers),
    ...told,
    standing: await readStanding(events, told, rulebook, gateway),
    customRecords: await readCustomRecords(events, told, rulebook, gateway),
    undecided: new Set(),
    openTasks,
  };
}

/** Whether it is put on the deals of companies: a company may have thousands, so nothing else reads them. */
function bringsDeals({ type }: Event, { settings }: Rulebook): boolean {
  return ["meeting", ...settings.cascadeFor].some((family) => family === familyOf(type));
}

/** What the rules of a sign-up compare, beside what every rule needs. */
const ofSignUp = { contact: ["company"], company: ["website", "phone", "address"] };

function alsoRead(events: readonly Event[], { prepared, propertyMap }: Rulebook): AlsoRead {
  const own = comparedIn(events, propertyMap);
  const attribution = Object.values<string>(attributionProperties);
  const further = customersAmong(events).length > 0 ? ofSignUp : { contact: [], company: [] };
  return {
    contact: [...prepared.contact.filter((name) => attribution.includes(name)), ...further.contact, ...own.contact],
    deal: own.deal,
    company: [...further.company, ...own.company],
  };
}

/** Tasks of ours that stand open; asks HubSpot, for a person may have completed one, but only when there is one. */
async function readOpenTasks(
  portalId: PortalId,
  numbers: E164[],
  gateway: Gateway,
  { callbackTasks }: Pick<Stores, "callbackTasks">,
  now: Date,
): Promise<Map<string, OpenTask[]>> {
  const tasks = await callbackTasks.open(portalId, numbers);
  const ids = tasks.flatMap(({ ref }) => ("id" in ref ? [ref.id] : []));
  const stillOpen = ids.length > 0 ? await gateway.openTasks(ids) : new Set<string>();
  const isOpen = ({ ref }: OpenTask) => !("id" in ref) || stillOpen.has(ref.id);
  const done = tasks.filter((task) => !isOpen(task)).map(({ key }) => key);
  if (done.length > 0) await callbackTasks.close(portalId, done, now);
  return Map.groupBy(tasks.filter(isOpen), ({ number }) => number);
}

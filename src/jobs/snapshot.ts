// Reads what HubSpot holds about the people of a batch, by our own memory of numbers first.
import type { Gateway, Wanted } from "../hubspot/gateway.ts";
import type { OpenTask, Snapshot } from "../model/crm.ts";
import { type Event, isCallEvent } from "../model/event.ts";
import type { E164, PortalId } from "../model/ids.ts";
import { attributionProperties } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { openDealOf } from "../rules/case.ts";
import { customerOf } from "../rules/customer.ts";
import { verified } from "../rules/match.ts";
import type { LearnedNumber } from "../store/numbers.ts";
import type { Stores } from "../store/stores.ts";

/** After a day a number is searched again as well: somebody may have added it to another contact. */
const freshMs = 86_400_000;

export async function readSnapshot(
  portalId: PortalId,
  events: readonly Event[],
  rulebook: Rulebook,
  gateway: Gateway,
  stores: Pick<Stores, "callbackTasks" | "ledger" | "numbers">,
  now: Date,
): Promise<Snapshot> {
  const calls = await stores.ledger.calls(portalId, [...new Set(events.map((event) => event.subject))]);
  const customers = new Map<E164, string>();
  for (const event of events) {
    if (!isCallEvent(event) || event.type !== "call.completed" || calls.has(event.subject)) continue;
    const customer = customerOf(event.data, rulebook);
    if (customer.kind === "customer") customers.set(customer.phone.e164, customer.phone.national);
  }
  if (customers.size === 0) return { contacts: new Map(), calls, openTasks: new Map() };

  const memory = await stores.numbers.recall(portalId, [...customers.keys()]);
  const wanted: Wanted[] = [...customers].map(([e164, national]) => {
    const known = memory.get(e164);
    const isFresh = known !== undefined && now.getTime() - known.learnedAt.getTime() < freshMs;
    return { e164, national, remembered: known ? [known.contactId] : [], search: !isFresh };
  });
  const ours = rulebook.prepared.contact.filter((name) => Object.values<string>(attributionProperties).includes(name));
  let contacts = await gateway.people(wanted, rulebook.directory, ours);

  const country = rulebook.settings.defaultCountry;
  const holders = (number: E164) => verified(contacts.get(number) ?? [], number, country);
  // Memory alone was asked and its contact has gone or lost the number: now search decides.
  const lost = wanted.filter(({ e164, search }) => !search && holders(e164).length === 0);
  if (lost.length > 0) {
    await stores.numbers.forget(
      portalId,
      lost.map(({ e164 }) => e164),
    );
    const again = await gateway.people(
      lost.map((number) => ({ ...number, remembered: [], search: true })),
      rulebook.directory,
      ours,
    );
    contacts = new Map([...contacts, ...again]);
  }
  await stores.numbers.learn(
    portalId,
    wanted.flatMap(({ e164 }) => sole(e164, holders(e164))),
  );
  const openTasks = await readOpenTasks(portalId, [...customers.keys()], gateway, stores, now);
  return { contacts, calls, openTasks };
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

/** Only a number that one contact has alone is remembered: several are compared afresh each time. */
function sole(number: E164, holders: ReturnType<typeof verified>): LearnedNumber[] {
  const [only, ...others] = holders;
  if (!only || others.length > 0 || !("id" in only.ref)) return [];
  return [{ number, contactId: only.ref.id, ownerId: only.ownerId, dealOwnerId: openDealOf(only)?.ownerId ?? null }];
}

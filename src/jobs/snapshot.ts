// Reads what HubSpot holds about the people of a batch, by our own memory of numbers first.
import type { Gateway, Wanted } from "../hubspot/gateway.ts";
import { type Contact, type KnownCall, nothingWritten, type OpenTask, type Snapshot } from "../model/crm.ts";
import { type Event, isCallEvent } from "../model/event.ts";
import type { E164, PortalId } from "../model/ids.ts";
import { attributionProperties } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { openDealOf } from "../rules/case.ts";
import { verified } from "../rules/match.ts";
import { isEnd } from "../rules/moments.ts";
import type { LearnedNumber } from "../store/numbers.ts";
import type { Stores } from "../store/stores.ts";
import { callersOf, type Phone, writers } from "./whom.ts";

/** After a day a number is searched again as well: somebody may have added it to another contact. */
const freshMs = 86_400_000;

export async function readSnapshot(
  portalId: PortalId,
  events: readonly Event[],
  rulebook: Rulebook,
  gateway: Gateway,
  stores: Pick<Stores, "callbackTasks" | "ledger" | "moments" | "numbers">,
  now: Date,
): Promise<Snapshot> {
  const told = await withBodies(await readCalls(portalId, events, stores), gateway);
  const callers = callersOf(events, told, rulebook);
  const people = writers(events, rulebook);
  const newcomers = new Map(
    [...callers.filter(({ isNew }) => isNew), ...people.phones].map(({ phone }) => [phone.e164, phone]),
  );
  const numbers = [...new Set(callers.map(({ phone }) => phone.e164))];
  const openTasks = await readOpenTasks(portalId, numbers, gateway, stores, now);
  const contacts = await readNumbers(portalId, [...newcomers.values()], rulebook, gateway, stores, now);
  const byEmail =
    people.emails.length > 0
      ? await gateway.byEmail(people.emails, rulebook.directory, attributionIn(rulebook))
      : new Map<string, Contact[]>();
  return { contacts, byEmail, ...told, openTasks };
}

function attributionIn({ prepared }: Rulebook): string[] {
  return prepared.contact.filter((name) => Object.values<string>(attributionProperties).includes(name));
}

/** Contacts that may have the numbers, by our own memory of numbers first. */
async function readNumbers(
  portalId: PortalId,
  phones: readonly Phone[],
  rulebook: Rulebook,
  gateway: Gateway,
  stores: Pick<Stores, "numbers">,
  now: Date,
): Promise<Map<string, Contact[]>> {
  if (phones.length === 0) return new Map();
  const memory = await stores.numbers.recall(
    portalId,
    phones.map(({ e164 }) => e164),
  );
  const wanted: Wanted[] = phones.map(({ e164, national }) => {
    const known = memory.get(e164);
    const isFresh = known !== undefined && now.getTime() - known.learnedAt.getTime() < freshMs;
    return { e164, national, remembered: known ? [known.contactId] : [], search: !isFresh };
  });
  const ours = attributionIn(rulebook);
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
  return contacts;
}

/** What we wrote of the calls and dialogues, and what was told of them before. */
async function readCalls(
  portalId: PortalId,
  events: readonly Event[],
  { ledger, moments: store }: Pick<Stores, "ledger" | "moments">,
): Promise<Pick<Snapshot, "calls" | "moments">> {
  const goOn = events.filter((event) => isCallEvent(event) || event.type.startsWith("dialog."));
  const subjects = [...new Set(goOn.map(({ subject }) => subject))];
  if (subjects.length === 0) return { calls: new Map(), moments: new Map() };
  const [written, told] = await Promise.all([ledger.calls(portalId, subjects), store.of(portalId, subjects)]);
  const isOver = (subject: string) =>
    told.get(subject)?.some(({ event, status }) => status === "done" && isEnd(event)) ?? false;
  // One that the matrix does not log may have left nothing but a task.
  const known = subjects.filter((subject) => written.has(subject) || isOver(subject));
  return {
    calls: new Map(
      known.map((subject) => [subject, { ...(written.get(subject) ?? nothingWritten), ended: isOver(subject) }]),
    ),
    moments: new Map([...told].map(([subject, moments]) => [subject, moments.map(({ event }) => event)])),
  };
}

/** People write into the calls that we have logged: whatever is added later must leave that in. */
async function withBodies(
  { calls, moments }: Pick<Snapshot, "calls" | "moments">,
  gateway: Gateway,
): Promise<Pick<Snapshot, "calls" | "moments">> {
  const ids = [...calls.values()].flatMap(({ call }) => (call && "id" in call.ref ? [call.ref.id] : []));
  if (ids.length === 0) return { calls, moments };
  const bodies = await gateway.callBodies(ids);
  const withBody = (known: KnownCall): KnownCall => {
    const body = known.call && "id" in known.call.ref ? bodies.get(known.call.ref.id) : undefined;
    return known.call && body !== undefined ? { ...known, call: { ...known.call, body } } : known;
  };
  return { calls: new Map([...calls].map(([subject, known]) => [subject, withBody(known)])), moments };
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

// Remembers the numbers of contacts that were made or were given one: HubSpot's search does not find them by it for a while.
import { type E164, e164 } from "../model/ids.ts";
import type { LearnedNumber } from "../store/numbers.ts";
import type { Batch, PlannedEvent } from "./carry-out.ts";
import { idOf } from "./record-ids.ts";

export async function learnNumbers(planned: readonly PlannedEvent[], batch: Batch): Promise<void> {
  const { portalId, numbers, ids, found } = batch;
  const writes = planned.flatMap(({ plan }) => plan.writes).filter(({ what }) => what === "contact");
  const made: LearnedNumber[] = [];
  const given = new Map<E164, string>();
  for (const write of writes) {
    const number = "properties" in write ? e164.safeParse(write.properties.phone).data : undefined;
    const contactId = write.do === "create" ? ids.get(write.key) : write.do === "update" ? idOf(write.ref, ids) : null;
    if (!number || !contactId) continue;
    // One that HubSpot already had keeps the owner that it has there, which we have not read.
    const ownerId = write.do === "create" && !found.has(write.key) ? (write.properties.hubspot_owner_id ?? null) : null;
    if (write.do === "create") made.push({ number, contactId, ownerId, dealOwnerId: null });
    else given.set(number, contactId);
  }
  await numbers.learn(portalId, made);
  if (given.size === 0) return;
  const memory = await numbers.recall(portalId, [...given.keys()]);
  const unknown = [...given].filter(([number]) => !memory.has(number));
  await numbers.learn(
    portalId,
    unknown.map(([number, contactId]) => ({ number, contactId, ownerId: null, dealOwnerId: null })),
  );
  // A number that two contacts have is compared afresh each time.
  const shared = [...given].filter(([number, contactId]) => (memory.get(number)?.contactId ?? contactId) !== contactId);
  await numbers.forget(
    portalId,
    shared.map(([number]) => number),
  );
}

// The contacts that may have the numbers of a batch, by our own memory of numbers first.
import type { AlsoRead, Gateway, Wanted } from "../hubspot/gateway.ts";
import type { Contact } from "../model/crm.ts";
import type { E164, PortalId } from "../model/ids.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { openDealOf } from "../rules/case.ts";
import { verified } from "../rules/match.ts";
import type { LearnedNumber } from "../store/numbers.ts";
import type { Stores } from "../store/stores.ts";
import type { Phone } from "./whom.ts";

/** After a day a number is searched again as well: somebody may have added it to another contact. */
const freshMs = 86_400_000;

export async function readNumbers(
  portalId: PortalId,
  phones: readonly Phone[],
  rulebook: Rulebook,
  also: AlsoRead,
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
  let contacts = await gateway.people(wanted, rulebook.directory, also);

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
      also,
    );
    contacts = new Map([...contacts, ...again]);
  }
  await stores.numbers.learn(
    portalId,
    wanted.flatMap(({ e164 }) => sole(e164, holders(e164))),
  );
  return contacts;
}

/** Only a number that one contact has alone is remembered: several are compared afresh each time. */
function sole(number: E164, holders: ReturnType<typeof verified>): LearnedNumber[] {
  const [only, ...others] = holders;
  if (!only || others.length > 0 || !("id" in only.ref)) return [];
  return [{ number, contactId: only.ref.id, ownerId: only.ownerId, dealOwnerId: openDealOf(only)?.ownerId ?? null }];
}

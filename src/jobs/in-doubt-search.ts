// Contacts and companies whose create went out without an answer, and that no unique value guards: only the search can tell.
import { Later } from "../errors.ts";
import { type ObjectType, unknownDirectory } from "../model/crm.ts";
import { isSameNumber, readPhone } from "../rules/phone.ts";
import { type Batch, propertiesOf, type Work } from "./carry-out.ts";

/** HubSpot's search shows a new record after seconds to a minute. */
const indexLagMs = 60_000;

const nothingElse = { contact: [], deal: [], company: [] };

/** HubSpot's search must have caught up with the write before its silence says anything. */
function awaitIndex(work: readonly Work[], what: ObjectType, now: Date): void {
  const wait = Math.max(...work.map(({ entry }) => entry.updatedAt.getTime())) + indexLagMs - now.getTime();
  if (wait > 0) throw new Later(`HubSpot's search has to catch up before a ${what} can be looked for`, wait, false);
}

/** Where HubSpot refused us a unique property, a company is known by its domain. */
export async function searchCompanies(work: Work[], { gateway, now }: Batch): Promise<Map<Work, string>> {
  const domains = work.flatMap((item) => propertiesOf(item).domain ?? []);
  if (domains.length === 0) return new Map();
  awaitIndex(work, "company", now());
  const found = await gateway.companies({ domains, ids: [], deals: false }, unknownDirectory, nothingElse, []);
  return new Map(
    work.flatMap((item) => {
      const holder = found.find(({ domain }) => domain !== null && domain === propertiesOf(item).domain);
      return holder && "id" in holder.ref ? [[item, holder.ref.id] as const] : [];
    }),
  );
}

/** Where HubSpot refused us a unique property only the search can tell, and that lags. */
export async function searchContacts(work: Work[], { gateway, now }: Batch): Promise<Map<Work, string>> {
  awaitIndex(work, "contact", now());
  const numbers = work.flatMap((item) => {
    const phone = readPhone(propertiesOf(item).phone ?? null, null);
    return phone.kind === "number" ? [{ ...phone, remembered: [], search: true }] : [];
  });
  const found = await gateway.people(numbers, unknownDirectory, nothingElse);
  const recovered = new Map<Work, string>();
  for (const item of work) {
    const phone = readPhone(propertiesOf(item).phone ?? null, null);
    if (phone.kind !== "number") continue;
    const holders = found.get(phone.e164) ?? [];
    const holder = holders.find(({ phones }) => phones.some((text) => isSameNumber(text, phone.e164, null)));
    if (holder && "id" in holder.ref) recovered.set(item, holder.ref.id);
  }
  return recovered;
}

// The companies of a batch: those of its contacts and those that have its people's domains, with their deals.
import { Refused } from "../errors.ts";
import type { AlsoRead, Gateway } from "../hubspot/gateway.ts";
import type { Company, Contact, Directory } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";

export interface SoughtCompanies {
  /** Contacts whose companies count. */
  of: readonly Contact[];
  domains: readonly string[];
  ids: readonly HubSpotId[];
  /** Whether something is to be put on their deals. */
  deals: boolean;
  /** The property of ours that holds the domains of companies which we made; null: HubSpot refused it to us. */
  key: string | null;
}

export interface ReadCompanies {
  companies: Company[];
  /** By contact. */
  companyIds: ReadonlyMap<HubSpotId, readonly HubSpotId[]>;
}

export async function readCompanies(
  { of, domains, ids, deals, key }: SoughtCompanies,
  directory: Directory,
  also: AlsoRead,
  gateway: Gateway,
): Promise<ReadCompanies> {
  const contactIds = [...new Set(of.flatMap(({ ref }) => ("id" in ref ? [ref.id] : [])))];
  try {
    const companyIds =
      contactIds.length > 0 ? await gateway.companiesOf(contactIds) : new Map<HubSpotId, HubSpotId[]>();
    const wanted = {
      domains: [...domains],
      ids: [...new Set([...ids, ...[...companyIds.values()].flat()])],
      deals,
      key,
    };
    const isAny = wanted.domains.length + wanted.ids.length > 0;
    const known = of.flatMap((contact) => contact.deals);
    return { companyIds, companies: isAny ? await gateway.companies(wanted, directory, also, known) : [] };
  } catch (error) {
    // Without the permission to read companies everything else is written all the same.
    if (error instanceof Refused && error.forAll) return { companyIds: new Map(), companies: [] };
    throw error;
  }
}

export function withTheirCompanies(contact: Contact, { companyIds }: ReadCompanies): Contact {
  const ids = "id" in contact.ref ? (companyIds.get(contact.ref.id) ?? []) : [];
  return { ...contact, companies: [...new Set(ids)].map((id) => ({ id })) };
}

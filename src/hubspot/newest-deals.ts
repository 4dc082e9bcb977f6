// Which deals of a contact or company are read: all of them, or the newest ones of somebody who has thousands.
import { Refused } from "../errors.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { readSomeAssociated } from "./records.ts";
import { search } from "./search.ts";

/** As many as the settings allow on one activity: 5 reads of 100. */
const dealsAtMost = 500;

/**
 * Associations come in pages of 500 at most, in no order that HubSpot promises. Of somebody who has more the newest are
 * searched for, in pages of 200: 10,000 deals cost a page of associations, 3 searches and 5 reads, not 20 pages and 100 reads.
 */
export async function newestDealIds(
  api: Api,
  what: "contact" | "company",
  ids: HubSpotId[],
): Promise<Map<HubSpotId, HubSpotId[]>> {
  const found = await readSomeAssociated(api, what, "deal", ids, dealsAtMost);
  const each = [...found].map(async ([id, { ids: dealIds, hasMore }]) => {
    const newest = hasMore ? await searchNewest(api, what, id) : [];
    return [id, newestOf([...dealIds, ...newest])] as const;
  });
  return new Map(await Promise.all(each));
}

export function newestOf(dealIds: readonly HubSpotId[]): HubSpotId[] {
  const once = [...new Set(dealIds)];
  return once.length <= dealsAtMost ? once : once.toSorted((a, b) => Number(b) - Number(a)).slice(0, dealsAtMost);
}

async function searchNewest(api: Api, what: "contact" | "company", id: HubSpotId): Promise<HubSpotId[]> {
  try {
    const records = await search(api, {
      what: "deal",
      items: [id],
      filterGroups: ([value]) => [{ filters: [{ propertyName: `associations.${what}`, operator: "EQ", value }] }],
      properties: ["hs_object_id"],
      newest: dealsAtMost,
    });
    return records.map((deal) => deal.id);
  } catch (error) {
    // The oldest ones are known by now, which is better than nothing.
    if (error instanceof Refused) return [];
    throw error;
  }
}

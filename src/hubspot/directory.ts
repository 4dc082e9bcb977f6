// A portal's owners, deal pipelines and account details.
import { z } from "zod";
import { Refused } from "../errors.ts";
import type { Directory, Owner, Pipeline } from "../model/crm.ts";
import type { Api } from "./client.ts";
import { version } from "./paths.ts";

const text = z.string().nullish();

const ownersPage = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.coerce.string(),
      email: text,
      type: text,
      firstName: text,
      lastName: text,
      archived: z.boolean().catch(false),
    }),
  ),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).nullish(),
});

const pipelinesAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string(),
      displayOrder: z.number().catch(0),
      archived: z.boolean().catch(false),
      stages: z.array(
        z.looseObject({
          id: z.string(),
          label: z.string(),
          displayOrder: z.number().catch(0),
          archived: z.boolean().catch(false),
          // Every value in here is a string, "false" included.
          metadata: z.record(z.string(), z.unknown()).catch({}),
        }),
      ),
    }),
  ),
});

const outcomeAnswer = z.looseObject({
  options: z.array(z.looseObject({ value: z.string(), label: z.string(), hidden: z.boolean().catch(false) })),
});

const accountAnswer = z.looseObject({ timeZone: text, uiDomain: text });

export async function readDirectory(api: Api): Promise<Directory> {
  const [owners, pipelines, callOutcomes] = await Promise.all([readOwners(api), readPipelines(api), readOutcomes(api)]);
  return { owners, pipelines, callOutcomes };
}

/** The portal's call outcomes; there is no dated endpoint for them but the options of the property that holds them. */
async function readOutcomes(api: Api): Promise<Directory["callOutcomes"]> {
  try {
    const path = `/crm/properties/${version}/calls/hs_call_disposition`;
    const { options } = await api.request("GET", path, undefined, outcomeAnswer);
    return options.filter(({ hidden }) => !hidden).map(({ value, label }) => ({ id: value, label }));
  } catch (error) {
    // Without them calls are logged all the same: tags then decide nothing.
    if (error instanceof Refused) return [];
    throw error;
  }
}

async function readOwners(api: Api): Promise<Owner[]> {
  const owners: Owner[] = [];
  let after = "";
  do {
    const query = new URLSearchParams({ limit: "100", ...(after ? { after } : {}) });
    const page = await api.request("GET", `/crm/owners/${version}?${query}`, undefined, ownersPage);
    for (const { id, email, type, firstName, lastName, archived } of page.results) {
      // A queue cannot call anybody back.
      if (archived || type === "QUEUE") continue;
      owners.push({
        id,
        email: email ?? null,
        name: `${firstName ?? ""} ${lastName ?? ""}`.trim() || email || `Owner ${id}`,
      });
    }
    after = page.paging?.next?.after ?? "";
  } while (after);
  return owners;
}

async function readPipelines(api: Api): Promise<Pipeline[]> {
  const answer = await api.request("GET", `/crm/pipelines/${version}/deals`, undefined, pipelinesAnswer);
  const inOrder = <T extends { displayOrder: number; archived: boolean }>(items: T[]) =>
    items.filter((item) => !item.archived).sort((a, b) => a.displayOrder - b.displayOrder);
  return inOrder(answer.results).map(({ id, label, stages }) => ({
    id,
    label,
    stages: inOrder(stages).map((stage) => ({
      id: stage.id,
      label: stage.label,
      closed: String(stage.metadata.isClosed) === "true",
    })),
  }));
}

export async function readAccount(api: Api): Promise<{ timeZone: string | null; uiDomain: string | null }> {
  const { timeZone, uiDomain } = await api.request("GET", `/account-info/${version}/details`, undefined, accountAnswer);
  return { timeZone: timeZone ?? null, uiDomain: uiDomain ?? null };
}

// Records that a create found instead of making: HubSpot has not associated them, so that is done here.
import { Refused } from "../errors.ts";
import type { ObjectType } from "../model/crm.ts";
import { associateRecords } from "./associate.ts";
import type { Api } from "./client.ts";
import type { AssociateInput, CreateInput, Outcome } from "./gateway.ts";

/** A deal that HubSpot had is ours and came with its associations. */
export async function linkFound(
  api: Api,
  what: ObjectType,
  inputs: CreateInput[],
  outcomes: Outcome[],
): Promise<Outcome[]> {
  if (what === "deal") return outcomes;
  const found = inputs.flatMap(({ key, associate }): AssociateInput[] => {
    const outcome = outcomes.find((candidate) => candidate.key === key);
    const id = outcome && "id" in outcome && outcome.made === "found" ? outcome.id : undefined;
    return id !== undefined && associate.length > 0 ? [{ key, what, id, associate }] : [];
  });
  const refusals = new Map<string, string>();
  for (const link of await linked(api, what, found)) if ("refused" in link) refusals.set(link.key, link.refused);
  return outcomes.map((outcome) => {
    const refused = refusals.get(outcome.key);
    if (refused === undefined || "refused" in outcome) return outcome;
    return standsAlone(what) ? withBecause(outcome, refused) : { key: outcome.key, refused };
  });
}

/** A missing permission for the association must not cost the records, which may be there for other reasons too. */
async function linked(api: Api, what: ObjectType, found: AssociateInput[]): Promise<Outcome[]> {
  try {
    return await associateRecords(api, found);
  } catch (error) {
    if (!(error instanceof Refused && error.forAll && standsAlone(what))) throw error;
    return found.map(({ key }) => ({ key, refused: error.message }));
  }
}

/** A contact is worth something without its company; an activity that hangs on nobody is not. */
function standsAlone(what: ObjectType): boolean {
  return what === "contact" || what === "company";
}

function withBecause(outcome: Exclude<Outcome, { refused: string }>, refused: string): Outcome {
  const because = `it could not be associated, for HubSpot refused that: ${refused}`;
  return { ...outcome, because: outcome.because ? `${outcome.because}; ${because}` : because };
}

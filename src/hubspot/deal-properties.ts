// The deal properties of a portal that an app may write, for its admin to choose from.
import { z } from "zod";
import type { Api } from "./client.ts";
import type { DealProperty } from "./gateway.ts";
import { plural, version } from "./paths.ts";

const flag = z.boolean().catch(false);

const listAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      name: z.string(),
      label: z.string().catch(""),
      type: z.string(),
      hidden: flag,
      archived: flag,
      calculated: flag,
      externalOptions: flag,
      hasUniqueValue: flag,
      modificationMetadata: z.looseObject({ readOnlyValue: flag }).catch({ readOnlyValue: false }),
    }),
  ),
});

type Listed = z.infer<typeof listAnswer>["results"][number];

export async function readDealProperties(api: Api): Promise<DealProperty[]> {
  const path = `/crm/properties/${version}/${plural.deal}`;
  const { results } = await api.request("GET", path, undefined, listAnswer);
  return results.filter(isOpen).map(({ name, label, type }) => ({ name, label: label || name, type }));
}

/** What calls say fits neither ids of owners, teams and files nor values that no two deals may share. */
function isOpen({
  hidden,
  archived,
  calculated,
  externalOptions,
  hasUniqueValue,
  modificationMetadata,
}: Listed): boolean {
  const isWritable = !calculated && !modificationMetadata.readOnlyValue;
  return !hidden && !archived && isWritable && !externalOptions && !hasUniqueValue;
}

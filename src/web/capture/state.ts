// Where an admin stands on the capture page: what was captured, of which sender, and which rule of the map is at hand.
import { z } from "zod";
import type { FieldMap, MapRule } from "../../model/field-map.ts";
import { custom } from "../../providers/custom.ts";
import { providerNamed } from "../../providers/index.ts";
import { fittingRule } from "../../providers/mapping/mapped.ts";
import { proposedRule, type SeenWords } from "../../providers/mapping/propose-rule.ts";
import type { Provider } from "../../providers/provider.ts";
import type { Portal } from "../../store/portals.ts";
import type { Web } from "../context.ts";
import { type Captured, capturedOf, latestDeliveries, seenIn } from "./captured.ts";

const optionalText = z.string().max(100).optional().catch(undefined);
/** From the address of the page or from its form. */
export const asked = z.object({
  delivery: optionalText.transform((id) => id || undefined),
  provider: optionalText,
  rule: z
    .union([z.literal("new"), z.coerce.number().int().min(0)])
    .optional()
    .catch(undefined),
});
export type Asked = z.infer<typeof asked>;

export interface CaptureState {
  portal: Portal;
  since: Date | null;
  /** Nothing has come in since the button was pressed. */
  isWaiting: boolean;
  latest: Captured[];
  chosen: Captured | null;
  seen: SeenWords;
  provider: Provider;
  version: number;
  map: FieldMap;
  /** Of the rule at hand in the map; null: a new one. */
  place: number | null;
  /** The rule at hand before anybody has changed it; null: nothing is chosen to make one for. */
  rule: MapRule | null;
}

/** null: the delivery that is asked for never was, is no longer kept, or is another portal's. */
export async function captureState(web: Web, portal: Portal, given: Asked): Promise<CaptureState | null> {
  const { captures, deliveries, fieldMaps } = web.stores;
  const [since, latest] = await Promise.all([captures.since(portal.id), latestDeliveries(web, portal)]);
  const fresh = latest.filter(({ receivedAt }) => since !== null && receivedAt >= since);
  const awaited = fresh.find(({ provider }) => given.provider === undefined || given.provider === provider.name);
  const row = given.delivery === undefined ? null : await deliveries.find(portal.id, given.delivery);
  const chosen = given.delivery === undefined ? (awaited ?? null) : row && (await capturedOf(row));
  if (given.delivery !== undefined && !chosen) return null;

  const named = providerNamed(given.provider ?? portal.settings.provider);
  const provider = chosen?.provider ?? named ?? custom;
  const newest = await fieldMaps.newest(portal.id, provider.name);
  const map = newest?.map ?? { rules: [] };
  const place = placeOf(given.rule, map, chosen);
  const seen = chosen ? seenIn(chosen, latest) : () => [];
  const proposed =
    chosen && chosen.problem === null ? proposedRule(chosen.fields, seen, readsMore(provider, map)) : null;
  return {
    portal,
    since,
    isWaiting: since !== null && fresh.length === 0,
    latest,
    chosen,
    seen,
    provider,
    version: newest?.version ?? 0,
    map,
    place,
    rule: place === null ? proposed : (map.rules[place] ?? null),
  };
}

/** Whether other deliveries of the sender are read without the rule at hand, which must then tell its own from them. */
function readsMore(provider: Provider, { rules }: FieldMap): boolean {
  return provider !== custom || rules.length > 0;
}

/** The rule that was asked for, else the one that reads the delivery, else a new one. */
function placeOf(wanted: Asked["rule"], map: FieldMap, chosen: Captured | null): number | null {
  if (wanted === "new" || !chosen) return null;
  const place = wanted ?? fittingRule(map, chosen.fields);
  return map.rules[place] ? place : null;
}

/** A new rule with conditions goes first, for what comes after a rule without any is never read by another. */
export function withRule({ rules }: FieldMap, rule: MapRule, place: number | null): { map: FieldMap; place: number } {
  if (place !== null) return { map: { rules: rules.with(place, rule) }, place };
  if (rule.when.length > 0) return { map: { rules: [rule, ...rules] }, place: 0 };
  return { map: { rules: [...rules, rule] }, place: rules.length };
}

// The dashboard's word on calls that were found in a provider's own list because no webhook had told of them.
import { logMethod } from "../providers/call-log.ts";
import { providerNamed } from "../providers/index.ts";
import type { Portal } from "../store/portals.ts";
import { sentence } from "./answers.ts";
import type { Web } from "./context.ts";
import { momentText } from "./words.ts";

/** As long as everything is kept at least. */
const days = 7;

export interface LostCalls {
  found: number;
  text: string;
  /** Until when the lists were compared, and what keeps them from it. */
  lines: { text: string; isProblem: boolean }[];
}

/** null: no list can be looked at. */
export async function lostCalls({ stores, now }: Web, portal: Portal): Promise<LostCalls | null> {
  const states = await stores.callLogs.list(portal.id);
  if (states.length === 0) return null;
  const since = new Date(now().getTime() - days * 86_400_000);
  const isAny = states.some(({ foundCalls }) => foundCalls > 0);
  const found = isAny ? await stores.callLogs.received(portal.id, logMethod, since) : 0;
  const lines = states.map(({ provider, checkedUntil, problem }) => {
    const label = providerNamed(provider)?.label ?? provider;
    if (problem) {
      const text = problem.startsWith(label) ? problem : `${label}: ${problem}`;
      return { text: sentence(text), isProblem: true };
    }
    const until = checkedUntil ? ` up to ${momentText(checkedUntil, portal.settings.timeZone, now())}` : "";
    return { text: `${label}’s list is compared${until}.`, isProblem: false };
  });
  return { found, text: foundText(found), lines };
}

function foundText(found: number): string {
  const calls =
    found === 0 ? "No calls were" : found === 1 ? "1 call was" : `${found.toLocaleString("en-US")} calls were`;
  return `${calls} found in the last ${days} days that no webhook told of.`;
}

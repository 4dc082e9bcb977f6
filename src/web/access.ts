// What the pages show of the portal's access to its providers' own APIs: what it is for, and how the lists of calls compare.
import type { AccountField, Provider } from "../providers/provider.ts";
import type { CallLogState } from "../store/call-logs.ts";
import type { Portal } from "../store/portals.ts";
import { sentence } from "./answers.ts";
import type { Web } from "./context.ts";
import { momentText, ownerOf } from "./words.ts";

/** A provider whose API the portal may open to us; only those have one. */
export type Opening = Provider & { account: readonly AccountField[] };

export type CallLogData = Omit<CallLogState, "provider">;

/** For programs: how the list of the chosen provider compares; null without access to it. Never the keys. */
export async function callLogData({ stores }: Web, { id, settings }: Portal): Promise<CallLogData | null> {
  const state = (await stores.callLogs.list(id)).find(({ provider }) => provider === settings.provider);
  if (!state) return null;
  const { checkedUntil, checkedCalls, foundCalls, problem } = state;
  return { checkedUntil, checkedCalls, foundCalls, problem };
}

/** What the settings page shows of the access to one provider; never the keys. */
export interface Access {
  name: string;
  label: string;
  fields: readonly AccountField[];
  isSet: boolean;
  purposes: string[];
  /** How its list of calls compares; null: it is not looked at. */
  state: (CallLogData & { until: string | null }) | null;
}

/** null: the provider has no API that the portal could open. */
export async function accessOf(web: Web, portal: Portal): Promise<(provider: Provider) => Access | null> {
  const { stores } = web;
  const [given, states] = await Promise.all([stores.accounts.names(portal.id), stores.callLogs.list(portal.id)]);
  return (provider) => {
    if (!hasAccount(provider)) return null;
    const { name, label, account: fields } = provider;
    const state = states.find((each) => each.provider === name);
    return {
      name,
      label,
      fields,
      isSet: given.includes(name),
      purposes: purposesOf(provider),
      state: state
        ? {
            ...state,
            problem: state.problem && sentence(state.problem),
            until: state.checkedUntil && momentText(state.checkedUntil, portal.settings.timeZone, web.now()),
          }
        : null,
    };
  };
}

export function hasAccount(provider: Provider): provider is Opening {
  return provider.account !== undefined;
}

function purposesOf({ label, log, details, recording }: Provider): string[] {
  const theirs = ownerOf(label);
  return [
    ...(details
      ? [
          `${theirs} webhooks only say that a meeting is ready: with this key Hookswitch asks for its summary and notes.`,
        ]
      : []),
    ...(log
      ? [
          `A webhook can get lost. So every 15 minutes Hookswitch compares ${theirs} own list of calls with what its webhooks told, and once a day the last two days as a whole. A call that no webhook told of is written like any other.`,
        ]
      : []),
    ...(recording ? [`Recordings that ${label} gives out only with a key can be played in HubSpot.`] : []),
  ];
}

// The portal's access to its providers' own APIs: the form on the settings page, and how the lists of calls compare.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { providerNamed, providers } from "../providers/index.ts";
import type { AccountField, Provider } from "../providers/provider.ts";
import type { CallLogState } from "../store/call-logs.ts";
import type { Portal } from "../store/portals.ts";
import { back, fieldErrors, page, portalOf, saved, sentence, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { momentText } from "./words.ts";

/** A provider whose API the portal may open to us; only those have one. */
type Opening = Provider & { account: readonly AccountField[] };

/** A token of RingCentral's is about 1,000 characters long. */
const longestValue = 4_000;
const which = z.object({ provider: z.string().optional() });
const form = which.extend({
  account: z.record(z.string(), z.string().trim().max(longestValue, "is longer than any key")).default({}),
});

export type CallLogData = Omit<CallLogState, "provider">;

/** For programs: how the list of the chosen provider compares; null without access to it. Never the keys. */
export async function callLogData({ stores }: Web, { id, settings }: Portal): Promise<CallLogData | null> {
  const state = (await stores.callLogs.list(id)).find(({ provider }) => provider === settings.provider);
  if (!state) return null;
  const { checkedUntil, checkedCalls, foundCalls, problem } = state;
  return { checkedUntil, checkedCalls, foundCalls, problem };
}

/** For the settings page: the chosen provider, and those to which access was given while they were. */
export async function accountLocals(web: Web, portal: Portal) {
  const { stores } = web;
  const [given, states] = await Promise.all([stores.accounts.names(portal.id), stores.callLogs.list(portal.id)]);
  const chosen = portal.settings.provider;
  const shown = providers
    .filter(hasAccount)
    .filter(({ name }) => name === chosen || given.includes(name))
    .sort((a, b) => Number(b.name === chosen) - Number(a.name === chosen));
  return {
    accounts: shown.map((provider) => {
      const { name, label, account: fields } = provider;
      const state = states.find((each) => each.provider === name);
      return {
        name,
        label,
        fields,
        isSet: given.includes(name),
        purposes: purposesOf(provider),
        state: state && {
          ...state,
          problem: state.problem && sentence(state.problem),
          until: state.checkedUntil && momentText(state.checkedUntil, portal.settings.timeZone, web.now()),
        },
      };
    }),
  };
}

function hasAccount(provider: Provider): provider is Opening {
  return provider.account !== undefined;
}

function purposesOf({ label, log, recording }: Provider): string[] {
  return [
    ...(log
      ? [
          `A webhook can get lost. So every 15 minutes Hookswitch compares ${label}’s own list of calls with what its webhooks told, and once a day the last two days as a whole. A call that no webhook told of is written like any other.`,
        ]
      : []),
    ...(recording ? [`Recordings that ${label} gives out only with a key can be played in HubSpot.`] : []),
  ];
}

export function accountPages(web: Web): Router {
  const { stores } = web;

  const refuse = (request: Request, response: Response, fields: Record<string, string>): void => {
    if (wantsJson(request)) response.status(400).json({ error: "Not saved", fields });
    else
      back(request, response, "/settings#account", {
        kind: "bad",
        text: `Not saved: ${Object.values(fields).join(" ")}`,
      });
  };

  const named = (portal: Portal, name: string | undefined): Opening | null => {
    const provider = providerNamed(name ?? portal.settings.provider);
    return provider && hasAccount(provider) ? provider : null;
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = form.safeParse(request.body ?? {});
    if (!read.success) return refuse(request, response, fieldErrors(read.error));
    const provider = named(portal, read.data.provider);
    if (!provider)
      return refuse(request, response, { provider: "This phone system has no API that Hookswitch knows." });
    const { given, errors } = sorted(provider, read.data.account);
    // A field that was left empty keeps what it held.
    const before =
      Object.keys(given).length < provider.account.length ? await stores.accounts.find(portal.id, provider.name) : null;
    const account = { ...before, ...given };
    for (const { name, label } of provider.account)
      if (!account[name]) errors[`account.${name}`] = `${label} is missing.`;
    if (Object.keys(errors).length > 0) return refuse(request, response, errors);
    await stores.accounts.save(portal.id, provider.name, account);
    if (provider.log) await stores.callLogs.begin(portal.id, provider.name, web.now());
    const next = provider.log ? ` ${provider.label}’s list of calls is looked at within a minute.` : "";
    saved(request, response, "/settings#account", `The access is stored.${next}`, {
      provider: provider.name,
      accountSet: true,
    });
  };

  const remove = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = which.safeParse(request.body ?? {});
    const provider = read.success ? named(portal, read.data.provider) : null;
    if (!provider) return refuse(request, response, { provider: "There is no such access." });
    await stores.accounts.remove(portal.id, provider.name);
    await stores.callLogs.end(portal.id, provider.name);
    saved(request, response, "/settings#account", "The access was removed.", {
      provider: provider.name,
      accountSet: false,
    });
  };

  return Router().post("/settings/account", page(save)).post("/settings/account/remove", page(remove));
}

/** What was filled in, and what the provider does not ask for. */
function sorted({ account }: Opening, fields: Record<string, string>) {
  const known = new Set(account.map(({ name }) => name));
  const given: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!known.has(name)) errors[`account.${name}`] = `${name} is not known.`;
    else if (value !== "") given[name] = value;
  }
  return { given, errors };
}

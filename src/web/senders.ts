// The senders of a portal: when each sent last, its own webhook address, and whether its secret and its API access are set.
import { providers } from "../providers/index.ts";
import type { Provider } from "../providers/provider.ts";
import { webForm } from "../providers/web-form.ts";
import type { Portal } from "../store/portals.ts";
import type { Access } from "./access.ts";
import type { Web } from "./context.ts";
import { momentText } from "./words.ts";

export interface SenderData {
  name: string;
  label: string;
  webhookUrl: string;
  secretSet: boolean;
  accountSet: boolean;
}

/** Web forms have an address of their own, which everybody may read: this one stays secret. */
const senders = providers.filter(({ name }) => name !== webForm.name);

/** For programs: those of which a secret or an access is stored. */
export async function sendersOf({ stores }: Web, { id }: Portal, webhookUrl: string): Promise<SenderData[]> {
  const [secrets, accounts] = await Promise.all([stores.addresses.secretNames(id), stores.accounts.names(id)]);
  return senders
    .filter(({ name }) => secrets.includes(name) || accounts.includes(name))
    .map(({ name, label }) => ({
      name,
      label,
      webhookUrl: addressOf(webhookUrl, name),
      secretSet: secrets.includes(name),
      accountSet: accounts.includes(name),
    }));
}

function addressOf(webhookUrl: string, provider: string): string {
  return `${webhookUrl}/${provider}`;
}

/**
 * For the settings page: the senders beside the chosen one that have sent something or of which something is stored, and
 * those that can be set up besides.
 * @param asked the name of the one that is to be open
 */
export async function senderLocals(
  web: Web,
  portal: Portal,
  webhookUrl: string,
  accessTo: (provider: Provider) => Access | null,
  asked: unknown,
) {
  const { timeZone, provider: chosen } = portal.settings;
  const [stored, lastReceived] = await Promise.all([
    sendersOf(web, portal, webhookUrl),
    web.stores.activity.lastReceivedBy(portal.id),
  ]);
  const known = new Map(stored.map((sender) => [sender.name, sender]));
  const others = senders.filter(({ name }) => name !== chosen);
  const isShown = ({ name }: Provider) => known.has(name) || lastReceived.has(name) || name === asked;
  return {
    senders: others.filter(isShown).map((provider) => {
      const { name } = provider;
      const { secretSet = false, accountSet = false } = known.get(name) ?? {};
      const last = lastReceived.get(name);
      const facts = [
        last ? `Last sent ${momentText(last, timeZone, web.now())}` : "Nothing sent yet",
        ...(secretSet ? ["signing secret set"] : []),
        ...(accountSet ? ["API access set"] : []),
      ];
      return {
        provider,
        webhookUrl: addressOf(webhookUrl, name),
        facts: facts.join(" · "),
        secretSet,
        access: accessTo(provider),
        isOpen: name === asked,
      };
    }),
    furtherSenders: others.filter((provider) => !isShown(provider)).map(({ name, label }) => ({ name, label })),
  };
}

/** Where a sender is set up on the settings page. */
export function placeOf({ settings }: Portal, provider: string, section: "address" | "account"): string {
  return provider === settings.provider
    ? `/settings#${section}`
    : `/settings?sender=${encodeURIComponent(provider)}#senders`;
}

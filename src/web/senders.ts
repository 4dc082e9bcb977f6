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
  lastReceivedAt: string | null;
  secretSet: boolean;
  accountSet: boolean;
}

/** Web forms have an address of their own, which everybody may read: this one stays secret. */
const senders = providers.filter(({ name }) => name !== webForm.name);

/** Those that have sent something, or of which something is stored. */
export async function sendersOf(
  { stores }: Pick<Web, "stores">,
  { id }: Portal,
  webhookUrl: string,
): Promise<SenderData[]> {
  const [lastReceived, secrets, accounts] = await Promise.all([
    stores.activity.lastReceivedBy(id),
    stores.addresses.secretNames(id),
    stores.accounts.names(id),
  ]);
  const known = new Set([...lastReceived.keys(), ...secrets, ...accounts]);
  return senders
    .filter(({ name }) => known.has(name))
    .map(({ name, label }) => ({
      name,
      label,
      webhookUrl: addressOf(webhookUrl, name),
      lastReceivedAt: lastReceived.get(name)?.toISOString() ?? null,
      secretSet: secrets.includes(name),
      accountSet: accounts.includes(name),
    }));
}

function addressOf(webhookUrl: string, provider: string): string {
  return `${webhookUrl}/${provider}`;
}

/**
 * For the settings page: the senders beside the chosen one, and those that can be set up besides.
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
  const known = new Map((await sendersOf(web, portal, webhookUrl)).map((sender) => [sender.name, sender]));
  const others = senders.filter(({ name }) => name !== chosen);
  const isShown = ({ name }: Provider) => known.has(name) || name === asked;
  return {
    senders: others.filter(isShown).map((provider) => {
      const { name } = provider;
      const { lastReceivedAt = null, secretSet = false, accountSet = false } = known.get(name) ?? {};
      const last = lastReceivedAt && momentText(new Date(lastReceivedAt), timeZone, web.now());
      const facts = [
        last ? `Last sent ${last}` : "Nothing sent yet",
        ...(secretSet ? ["signing secret set"] : []),
        ...(accountSet ? ["API access set"] : []),
      ];
      const access = accessTo(provider);
      return {
        provider,
        webhookUrl: addressOf(webhookUrl, name),
        facts: facts.join(" · "),
        secretSet,
        access,
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

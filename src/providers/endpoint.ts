// Reads one end of a call's leg as programmable phone systems write it: a number, a SIP address, an app's user.
import type { Agent } from "../model/event.ts";
import { agentOf } from "./blank-call.ts";

/** At most one of the two is set. */
export interface Endpoint {
  /** A number, or what the sender writes for a withheld one. */
  phone: string | null;
  /** A SIP phone, a browser or an extension: only our own people have these. */
  agent: Agent | null;
}

/** SIP's anonymous@anonymous.invalid (RFC 3323) is a caller, not a colleague. */
const withheld = /^(anonymous|restricted|unavailable|unknown|private)$/i;

const nowhere: Endpoint = { phone: null, agent: null };

export function endpointOf(text: string | null): Endpoint {
  if (text === null) return nowhere;
  const [, scheme = "", rest = ""] = /^(?:([a-z]+):)?(.*)$/is.exec(text) ?? [];
  if (/^(client|sim)$/i.test(scheme)) return rest.trim() === "" ? nowhere : ours({ id: rest.trim() });
  const user = rest
    .replace(/[;?].*$/s, "")
    .replace(/@.*$/s, "")
    .trim();
  if (user === "") return nowhere;
  if (isNumber(user) || withheld.test(user)) return { phone: user, agent: null };
  // Without a SIP address a short number may be a service's of the public network.
  if (!/^sips?$/i.test(scheme) && !rest.includes("@")) return { phone: text, agent: null };
  return ours(isExtension(user) ? { extension: user } : { sip: user });
}

/** Our side of a leg, whatever stands there: a colleague may be called on a mobile phone. */
export function agentAt(text: string | null): Agent | null {
  const { phone, agent } = endpointOf(text);
  if (phone === null) return agent;
  return agentOf(isNumber(phone) ? { phone } : isExtension(phone) ? { extension: phone } : { id: phone });
}

/** What the public network could call, in any notation. */
function isNumber(text: string): boolean {
  return /^\+?[\d\s().-]+$/.test(text) && /^\d{7,15}$/.test(text.replace(/\D/g, ""));
}

function isExtension(text: string): boolean {
  return /^\d{2,6}$/.test(text);
}

function ours(known: Partial<Agent>): Endpoint {
  return { phone: null, agent: agentOf(known) };
}

/**
 * A leg says who calls whom, not which of the two is ours. Where it matters the webhook address of the leg ends in
 * ?leg=agent or ?leg=client.
 */
export function namedLeg(query: string): "agent" | "client" | null {
  const name = new URLSearchParams(query).get("leg");
  return name === "agent" || name === "client" ? name : null;
}

// A client of a scenario: what is his alone, and by what he is known, which grows with all that he does.
import type { Random } from "./random.ts";

type Way = "email" | "phone";

/** Nobody shares addresses, numbers or a domain with him: what two such clients leave depends on who is written first. */
export interface Client {
  portal: number;
  number: number;
  name: string;
  /** Of his company and his colleagues. */
  domain: string;
  /** Changes when the sender of his sign-up says so. */
  email: string;
  /** Digits with the country code. */
  phone: string;
  /** How he has been named until now. */
  known: Set<Way>;
}

export interface Named {
  name?: string;
  email?: string;
  phone?: string;
}

/** Some have no company. */
export const freeMail = "gmail.com";

/** In every fresh sandbox portal. */
export const owners = ["olena.koval@acme.test", "marko.bondar@acme.test", "iryna.shevchuk@acme.test"];
/** Somebody whom HubSpot does not know is among them. */
export const agents = [...owners, "nobody@acme.test"];

export function clientOf(number: number, portal: number, random: Random): Client {
  const domain = random.chance(0.8) ? `client${number}.test` : freeMail;
  const email = `anna.${number}@${domain}`;
  const phone = `38050${String(1_000_000 + number).padStart(7, "0")}`;
  return { portal, number, name: `Anna Client${number}`, domain, email, phone, known: new Set() };
}

/** By one of the ways at least in which he is known: somebody who is named in another way alone is somebody else. */
export function naming(random: Random, client: Client): Named {
  const { known, name, email, phone } = client;
  const all: Way[][] = [["email"], ["phone"], ["email", "phone"]];
  const ways = random.pick(all.filter((some) => known.size === 0 || some.some((way) => known.has(way))));
  for (const way of ways) known.add(way);
  return {
    ...(random.chance(0.7) ? { name } : {}),
    ...(ways.includes("email") ? { email } : {}),
    ...(ways.includes("phone") ? { phone: `+${phone}` } : {}),
  };
}

export function attribution(random: Random, { number }: Client): Record<string, string> {
  if (random.chance(0.5)) return {};
  return { utm_source: random.pick(["google", "bing"]), utm_campaign: `spring-${number % 7}` };
}

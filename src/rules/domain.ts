// Domains of e-mail addresses and websites, written as HubSpot keeps them, and which of them are no company's or our own.
import providers from "email-providers/all.json" with { type: "json" };
import type { Rulebook } from "../model/rulebook.ts";
import { furtherMailProviders, notMailProviders, pageHosts } from "./shared-domains.ts";

/** Of an e-mail address. */
export function mailDomain(email: string): string | null {
  const at = email.lastIndexOf("@");
  return at > 0 ? domainOf(email.slice(at + 1)) : null;
}

/** Of a website: "https://www.ACME.com:8080/about", "acme.com" and "//acme.com" are one; a page at somebody else's is none. */
export function webDomain(website: string): string | null {
  const domain = domainOf(website.trim().replace(/^(?:[a-z][a-z\d+.-]*:)?\/\//i, ""));
  return domain !== null && pageHosts.some((host) => isWithin(domain, host)) ? null : domain;
}

/** In lower case and ASCII, without www., port and path; an address of a machine is none. */
function domainOf(host: string): string | null {
  const address = `http://${host}`;
  if (!URL.canParse(address)) return null;
  const domain = new URL(address).hostname.replace(/\.$/, "").replace(/^www\.(?=.+\.)/, "");
  return isDomain.test(domain) && !["localhost", "local"].some((name) => isWithin(domain, name)) ? domain : null;
}

/** At most 253 characters; the last part of a domain never is a number, as that of an IP address is. */
const isDomain = /^(?=.{4,253}$)(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/;

function isWithin(domain: string, name: string): boolean {
  return domain === name || domain.endsWith(`.${name}`);
}

const mailProviders = new Set([...providers, ...furtherMailProviders]);
for (const domain of notMailProviders) mailProviders.delete(domain);

/** Whether anybody can have an address there, so that it says nothing of a company. */
export function isFreeMail(domain: string): boolean {
  return mailProviders.has(domain);
}

/** The portal's own: from the settings, and where its HubSpot users and employees have their addresses. */
export function ownDomains({ settings, directory, employees }: Rulebook): Set<string> {
  const colleagues = [...directory.owners, ...employees].flatMap(({ email }) => (email && mailDomain(email)) || []);
  const chosen = settings.ownDomains.flatMap((domain) => domainOf(domain) ?? []);
  return new Set([...chosen, ...colleagues.filter((domain) => !isFreeMail(domain))]);
}

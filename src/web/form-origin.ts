// From which page a form came, as its browser says, and whether that page may send it.
import type { IncomingHttpHeaders } from "node:http";

/** "unsure": a page that hides where it is; a person says whether it is one of ours. */
export type Standing = "allowed" | "unsure" | "refused";

/** The browser itself sends the form and shows the answer as a page; else a script or a program does. */
export function isPlainPost(headers: IncomingHttpHeaders): boolean {
  const mode = headers["sec-fetch-mode"];
  // Scripts cannot set it. Browsers send it to https and localhost only, and Safari since 16.4.
  if (mode !== undefined) return mode === "navigate";
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(headers["content-type"] ?? "");
  return isForm && /\btext\/html\b/i.test(headers.accept ?? "");
}

/** Whoever names no origin is no page's script: a server, or an old browser. With no pages listed, plain posts may come from anywhere. */
export function standingOf(origin: string | undefined, allowed: readonly string[], isPlain: boolean): Standing {
  if (origin === undefined || allowed.includes(origin)) return "allowed";
  if (!isPlain) return "refused";
  if (allowed.length === 0) return "allowed";
  // What a page with the policy "no-referrer" and a page in a sandbox write: it may be anybody's.
  return origin === "null" ? "unsure" : "refused";
}

/** Where the visitor goes after a plain post, if it is a page of the list; as the browser reads the address. */
export function redirectIn(text: string | undefined, allowed: readonly string[]): string | null {
  if (text === undefined || !/^https?:/i.test(text) || !URL.canParse(text)) return null;
  const { origin, href } = new URL(text);
  return allowed.includes(origin) ? href : null;
}

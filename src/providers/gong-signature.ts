// Checks Gong's signed webhooks: a token made with the private key of the rule, for one address and one body.
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { openTokenBy } from "./json-web-token.ts";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, refused, signed, toleranceSeconds, untimely } from "./signature.ts";
import { numberOf, textOf } from "./values.ts";

export function verifyGong({ headers, body }: Delivery, { secret, receivedAt, url }: Connection): Verdict {
  if (secret === null) return byAddress;
  const key = publicKeyOf(secret);
  if (key === null) return refused("what is saved for this portal as the rule’s public key is none");
  // The samples of Gong's documentation take the header as the bare token.
  const token = /^(?:Bearer +)?(\S+)$/i.exec(headers.authorization?.trim() ?? "")?.[1];
  if (token === undefined) return refused("the header authorization holds no token");
  const opened = openTokenBy(token, key);
  if ("because" in opened) return refused(opened.because);

  const { claims } = opened;
  const late = lateness(claims, receivedAt);
  if (late !== null) return refused(late);
  const address = textOf(claims.webhook_url);
  if (address === null) return refused("the token has no webhook_url");
  if (!isSamePlace(address, url)) return refused("webhook_url in the token is another address");
  const hash = textOf(claims.body_sha256);
  if (hash === null) return refused("the token has no body_sha256");
  const fits = equal(hash.toLowerCase(), createHash("sha256").update(body).digest("hex"));
  return fits ? signed : refused("body_sha256 in the token does not fit the body");
}

/**
 * Why the token is not of now; null: it is. Gong's sample checks when a token expires, but which claims there always are
 * is not documented: one without exp has to say when it was made, as it would be good for ever.
 */
function lateness(claims: Record<string, unknown>, receivedAt: Date): string | null {
  const unset = (name: string) => claims[name] === undefined || claims[name] === null;
  const name = ["exp", "iat", "nbf"].find((each) => !unset(each));
  if (name === undefined) return "the token does not say when it expires";
  const seconds = numberOf(claims[name]);
  if (seconds === null) return `${name} in the token is no time`;
  if (name !== "exp") return untimely(seconds, receivedAt, name);
  const age = Math.floor(receivedAt.getTime() / 1000) - seconds;
  return age > toleranceSeconds ? `the token expired ${age} seconds ago` : null;
}

export function wrongGongSecret(text: string): string | null {
  return publicKeyOf(text) === null
    ? "This is no public key of Gong’s: press Show public key in the rule, and copy all of what it shows."
    : null;
}

/** Gong shows the bare base64; others give it with the lines of a PEM around it, which a form may have put into one. */
function publicKeyOf(secret: string): KeyObject | null {
  const base64 = secret.replace(/-----(BEGIN|END) PUBLIC KEY-----|\\n|\s/g, "");
  try {
    const key = createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "rsa" ? key : null;
  } catch {
    return null;
  }
}

/** Whatever the scheme, the query and a slash at the end: a proxy may change those. */
function isSamePlace(one: string, other: string): boolean {
  const [left, right] = [URL.parse(one), URL.parse(other)];
  const path = (url: URL) => url.pathname.replace(/\/$/, "");
  return left !== null && right !== null && left.hostname === right.hostname && path(left) === path(right);
}

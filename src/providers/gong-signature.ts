// Checks Gong's signed webhooks: a token made with the private key of the rule, for one address and one body.
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { openTokenBy } from "./json-web-token.ts";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, refused, signed, toleranceSeconds } from "./signature.ts";
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
  const expiry = numberOf(claims.exp);
  const age = expiry === null ? 0 : Math.floor(receivedAt.getTime() / 1000) - expiry;
  if (age > toleranceSeconds) return refused(`the token expired ${age} seconds ago`);
  const address = textOf(claims.webhook_url);
  if (address === null) return refused("the token has no webhook_url");
  if (!isSamePlace(address, url)) return refused("webhook_url in the token is another address");
  const hash = textOf(claims.body_sha256);
  if (hash === null) return refused("the token has no body_sha256");
  const fits = equal(hash.toLowerCase(), createHash("sha256").update(body).digest("hex"));
  return fits ? signed : refused("body_sha256 in the token does not fit the body");
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

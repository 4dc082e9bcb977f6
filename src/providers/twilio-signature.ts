// Checks X-Twilio-Signature: HMAC-SHA1 over the public address and the form's fields, or over an address with the body's hash.
import { createHash } from "node:crypto";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed } from "./signature.ts";

export function verifyTwilio(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const secret = connection.secret.trim();
  if (secret === "") return refused("the auth token saved for this portal is empty");
  const signature = delivery.headers["x-twilio-signature"];
  if (!signature) return refused("the header x-twilio-signature is missing");

  const bodyHash = new URLSearchParams(delivery.query).get("bodySHA256");
  if (bodyHash !== null && !equal(bodyHash.toLowerCase(), sha256(delivery.body))) {
    return refused("bodySHA256 in the address does not fit the body");
  }
  const fields = bodyHash === null ? signedFields(delivery.body) : "";
  const matches = addressesOf(connection.url).some((url) =>
    equal(signature, hmac("sha1", secret, url + fields, "base64")),
  );
  return matches ? signed : refused("the signature does not fit the address, the fields and the auth token");
}

/** Each name in order with its values, all without separators; a value that comes twice counts once. */
function signedFields(body: Buffer): string {
  const form = new URLSearchParams(body.toString("utf8"));
  const names = [...new Set(form.keys())].sort();
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value)).join("");
}

/** Twilio signs the address now with the standard port and now without, and some customers' spelling is not a browser's. */
function addressesOf(url: string): string[] {
  if (!URL.canParse(url)) return [url];
  const { href, protocol, hostname, port, pathname, search } = new URL(url);
  const host = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : hostname;
  return [...new Set([url, href, `${protocol}//${host}${pathname}${search}`])];
}

function sha256(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

// Checks Telnyx's Ed25519 signature, made over the timestamp, a bar and the raw body, with the account's public key.
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, refused, signed, untimely } from "./signature.ts";

const keyBytes = 32;
const signatureBytes = 64;

export function verifyTelnyx(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const names = ["telnyx-timestamp", "telnyx-signature-ed25519"] as const;
  const missing = names.filter((name) => !delivery.headers[name]);
  if (missing.length > 0) return refused(`the header ${missing.join(" and ")} is missing`);
  const [timestamp = "", signature = ""] = names.map((name) => delivery.headers[name]);

  if (!/^\d{1,12}$/.test(timestamp)) return refused("telnyx-timestamp is not a Unix time in seconds");
  const late = untimely(Number(timestamp), connection.receivedAt, "telnyx-timestamp");
  if (late !== null) return refused(late);

  const key = publicKey(connection.secret.trim());
  if (key === null) return refused(`the public key saved for this portal is not ${keyBytes} bytes of base64`);
  const text = Buffer.concat([Buffer.from(`${timestamp}|`), delivery.body]);
  const given = Buffer.from(signature, "base64");
  const matches = given.length === signatureBytes && verify(null, text, key, given);
  return matches ? signed : refused("the signature does not fit the body, the timestamp and the public key");
}

/** Telnyx shows the bare bytes of the key; Node takes them as a JSON Web Key (RFC 8037). */
function publicKey(base64: string): KeyObject | null {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== keyBytes) return null;
  try {
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") }, format: "jwk" });
  } catch {
    return null;
  }
}

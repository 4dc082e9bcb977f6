// Checks Vonage's signed webhooks: a token in the Authorization header that holds the hash of the body.
import { createHash } from "node:crypto";
import { openToken } from "./json-web-token.ts";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, refused, signed, untimely } from "./signature.ts";
import { numberOf, textOf } from "./values.ts";

export function verifyVonage(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const secret = connection.secret.trim();
  if (secret === "") return refused("the signature secret saved for this portal is empty");
  const token = /^Bearer +(\S+)$/i.exec(delivery.headers.authorization?.trim() ?? "")?.[1];
  if (token === undefined) return refused("the header authorization holds no Bearer token");
  const opened = openToken(token, secret);
  if ("because" in opened) return refused(opened.because);

  const { claims } = opened;
  const issuedAt = numberOf(claims.iat);
  if (issuedAt === null) return refused("the token does not say when it was issued");
  const late = untimely(issuedAt, connection.receivedAt, "iat");
  if (late !== null) return refused(late);
  const hash = textOf(claims.payload_hash);
  if (hash === null) return refused("the token has no payload_hash");
  const fits = equal(hash.toLowerCase(), createHash("sha256").update(delivery.body).digest("hex"));
  return fits ? signed : refused("payload_hash in the token does not fit the body");
}

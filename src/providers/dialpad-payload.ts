// Dialpad's deliveries: JSON, or the same JSON in a token signed with the webhook's secret (JWT, HS256).
import { Buffer } from "node:buffer";
import { parseJson, readJson } from "./payload.ts";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed } from "./signature.ts";
import { isObject } from "./values.ts";

/** Header, payload and signature, each base64url. */
const token = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

export function verifyDialpad({ body }: Delivery, { secret }: Connection): Verdict {
  if (secret === null) return byAddress;
  const [, header = "", payload = "", signature = ""] = token.exec(textOf(body)) ?? [];
  if (signature === "") return refused("the body is not a signed token (JWT)");
  if (!isHs256(header)) return refused("the token is not signed by HS256");
  const expected = hmac("sha256", secret, `${header}.${payload}`, "base64");
  const matches = equal(signature, Buffer.from(expected, "base64").toString("base64url"));
  return matches ? signed : refused("the token's signature does not fit it and the secret");
}

function textOf(body: Buffer): string {
  return body.toString("utf8").trim();
}

function isHs256(header: string): boolean {
  const read = parseJson(Buffer.from(header, "base64url").toString("utf8"));
  return "json" in read && isObject(read.json) && read.json.alg === "HS256";
}

/** The token's signature was checked before; where no secret is saved, it is read without. */
export function readDialpadPayload(delivery: Delivery): { json: Record<string, unknown> } | { unreadable: string } {
  const [, , payload] = token.exec(textOf(delivery.body)) ?? [];
  const read =
    payload === undefined ? readJson(delivery) : parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  if ("unreadable" in read) return read;
  return isObject(read.json) ? { json: read.json } : { unreadable: "The body is neither JSON of a call nor a token." };
}

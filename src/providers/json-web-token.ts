// Opens a JSON Web Token (RFC 7515) that is signed with a shared secret (HS256) or by the sender's private key (RS256).
import { createHmac, type KeyObject, verify } from "node:crypto";
import { parseJson } from "./payload.ts";
import { equal } from "./signature.ts";
import { isObject, objectOf } from "./values.ts";

export type OpenedToken = { claims: Record<string, unknown> } | { because: string };

export function openToken(token: string, secret: string): OpenedToken {
  return open(token, "HS256", "the signing secret", (text, signature) =>
    equal(signature, createHmac("sha256", secret).update(text).digest("base64url")),
  );
}

/** @param key an RSA public key */
export function openTokenBy(token: string, key: KeyObject): OpenedToken {
  return open(token, "RS256", "the public key", (text, signature) =>
    verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64url")),
  );
}

function open(
  token: string,
  algorithm: string,
  keyName: string,
  fits: (text: string, signature: string) => boolean,
): OpenedToken {
  const [header = "", claims = "", signature = "", ...others] = token.trim().split(".");
  if (header === "" || claims === "" || signature === "" || others.length > 0) {
    return { because: "the token is not a JSON Web Token of three parts" };
  }
  // The token must not choose how it is checked: "none", and a public key taken for a shared secret, are known ways in.
  if (objectOf(decoded(header)).alg !== algorithm) return { because: `the token is not signed with ${algorithm}` };
  if (!fits(`${header}.${claims}`, signature)) return { because: `the token's signature does not fit ${keyName}` };
  const read = decoded(claims);
  return isObject(read) ? { claims: read } : { because: "the token holds no claims" };
}

function decoded(part: string): unknown {
  const parsed = parseJson(Buffer.from(part, "base64url").toString("utf8"));
  return "json" in parsed ? parsed.json : null;
}

// Opens a JSON Web Token that is signed with a shared secret (HS256, RFC 7515); any other algorithm is refused.
import { createHmac } from "node:crypto";
import { parseJson } from "./payload.ts";
import { equal } from "./signature.ts";
import { isObject, objectOf } from "./values.ts";

export type OpenedToken = { claims: Record<string, unknown> } | { because: string };

export function openToken(token: string, secret: string): OpenedToken {
  const [header = "", claims = "", signature = "", ...others] = token.trim().split(".");
  if (header === "" || claims === "" || signature === "" || others.length > 0) {
    return { because: "the token is not a JSON Web Token of three parts" };
  }
  // The token must not choose how it is checked: "none" and public-key algorithms are known ways in.
  if (objectOf(decoded(header)).alg !== "HS256") return { because: "the token is not signed with HS256" };
  const expected = createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url");
  if (!equal(signature, expected)) return { because: "the token's signature does not fit the signing secret" };
  const read = decoded(claims);
  return isObject(read) ? { claims: read } : { because: "the token holds no claims" };
}

function decoded(part: string): unknown {
  const parsed = parseJson(Buffer.from(part, "base64url").toString("utf8"));
  return "json" in parsed ? parsed.json : null;
}

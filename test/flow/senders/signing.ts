// How each phone system that signs proves itself: the secret that a portal saves, and a delivery signed with it or another.
import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Delivery } from "../../../src/providers/provider.ts";

export interface Signing {
  secret: string;
  /** Of somebody else. */
  otherSecret: string;
  sign(delivery: Delivery, url: string, secret: string): Delivery;
}

type Header = (delivery: Delivery, secret: string, now: number, url: string) => Record<string, string>;

/** @param header told the time in Unix seconds */
function byHeader(secret: string, header: Header, otherSecret = secret.toUpperCase()): Signing {
  return {
    secret,
    otherSecret,
    sign(delivery, url, given) {
      const headers = { ...delivery.headers, ...header(delivery, given, Math.floor(Date.now() / 1000), url) };
      return { ...delivery, headers };
    },
  };
}

function byBody(secret: string, change: (json: object, secret: string) => string): Signing {
  return {
    secret,
    otherSecret: secret.toUpperCase(),
    sign: ({ body, ...delivery }, _url, given) => ({
      ...delivery,
      body: Buffer.from(change(JSON.parse(body.toString()), given)),
    }),
  };
}

function hmac(algorithm: string, key: string | Buffer, text: string | Buffer): Buffer {
  return createHmac(algorithm, key).update(text).digest();
}

function token(claims: object, secret: string): string {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${hmac("sha256", secret, text).toString("base64url")}`;
}

/** Ed25519 keys of 32 equal bytes, in the envelope of RFC 8410, by their public keys as Telnyx shows them. */
const telnyxKeys = new Map(
  [7, 8].map((byte) => {
    const envelope = Buffer.from("302e020100300506032b657004220420", "hex");
    const der = Buffer.concat([envelope, Buffer.alloc(32, byte)]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const { x = "" } = createPublicKey(key).export({ format: "jwk" });
    return [Buffer.from(x, "base64url").toString("base64"), key] as const;
  }),
);
const [telnyxKey = "", otherTelnyxKey = ""] = telnyxKeys.keys();

const justcall = byHeader("sample-api-secret", ({ body }, secret, now, url) => {
  const { type } = JSON.parse(body.toString());
  const text = `${secret}|${encodeURIComponent(url)}|${type}|${now}`;
  const signature = hmac("sha256", secret, text).toString("hex");
  return { "x-justcall-signature": signature, "x-justcall-request-timestamp": String(now) };
});

export const signings: Record<string, Signing> = {
  twilio: byHeader("sample-auth-token", ({ body }, secret, _now, url) => {
    const fields = [...new URLSearchParams(body.toString())].sort(([a], [b]) => (a < b ? -1 : 1));
    return { "x-twilio-signature": hmac("sha1", secret, url + fields.flat().join("")).toString("base64") };
  }),
  telnyx: byHeader(
    telnyxKey,
    ({ body }, secret, now) => {
      const key = telnyxKeys.get(secret) ?? "";
      const signature = sign(null, Buffer.from(`${now}|${body}`), key).toString("base64");
      return { "telnyx-timestamp": String(now), "telnyx-signature-ed25519": signature };
    },
    otherTelnyxKey,
  ),
  vonage: byHeader("sample-signature-secret", ({ body }, secret, now) => {
    const claims = { iat: now, payload_hash: createHash("sha256").update(body).digest("hex") };
    return { authorization: `Bearer ${token(claims, secret)}` };
  }),
  ringcentral: byHeader("sample-verification-token", (_delivery, secret) => ({ "verification-token": secret })),
  aircall: byBody("sample-token", (json, secret) => JSON.stringify({ ...json, token: secret })),
  callrail: byHeader("sample-signing-key", ({ body }, secret) => ({
    signature: hmac("sha1", secret, body).toString("base64"),
  })),
  "zoom-phone": byHeader("sample-secret-token", ({ body }, secret, now) => ({
    "x-zm-request-timestamp": String(now),
    "x-zm-signature": `v0=${hmac("sha256", secret, `v0:${now}:${body}`).toString("hex")}`,
  })),
  justcall: {
    ...justcall,
    // Its body names the address that it was sent to.
    sign(delivery, url, secret) {
      const json = { ...JSON.parse(delivery.body.toString()), webhook_url: url };
      return justcall.sign({ ...delivery, body: Buffer.from(JSON.stringify(json)) }, url, secret);
    },
  },
  quo: byHeader("cXVvX3NlY3JldA==", ({ body }, secret, now) => {
    const signature = hmac("sha256", Buffer.from(secret, "base64"), `${now}000.${body}`).toString("base64");
    return { "openphone-signature": `hmac;1;${now}000;${signature}` };
  }),
  dialpad: byBody("sample_secret_of_at_least_32_letters", token),
  generic: byHeader(
    "whsec_c2FtcGxlIHNlY3JldCBvZiB0aGUgdGVzdHM=",
    ({ body }, secret, now) => {
      const signature = new Webhook(secret).sign("msg_1", new Date(now * 1000), body.toString());
      return { "webhook-id": "msg_1", "webhook-timestamp": String(now), "webhook-signature": signature };
    },
    "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSB0ZXN0cyE=",
  ),
};

// Verifies a delivery signed by Standard Webhooks headers (standardwebhooks.com), at the moment it was received.
import { timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Delivery, Verdict } from "./provider.ts";

/** The specification leaves the tolerance open; its own libraries use five minutes. */
const toleranceSeconds = 5 * 60;

export function verifyStandardWebhook(delivery: Delivery, secret: string, receivedAt: Date): Verdict {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const missing = names.filter((name) => !delivery.headers[name]);
  if (missing.length > 0) return refused(`the header ${missing.join(" and ")} is missing`);
  const [id = "", timestamp = "", signatures = ""] = names.map((name) => delivery.headers[name]);

  if (!/^\d{1,12}$/.test(timestamp)) return refused("webhook-timestamp is not a Unix time in seconds");
  const age = Math.floor(receivedAt.getTime() / 1000) - Number(timestamp);
  if (age > toleranceSeconds) return refused(`it was signed ${age} seconds ago, more than ${toleranceSeconds}`);
  if (age < -toleranceSeconds) return refused(`its webhook-timestamp lies ${-age} seconds ahead of our clock`);

  const expected = sign(secret, id, Number(timestamp), delivery.body);
  if (expected === null) return refused("the signing secret saved for this portal is not base64");
  const matches = signatures.split(" ").some((signature) => equal(signature, expected));
  return matches ? { ok: true, trust: "signed" } : refused("the signature does not fit the body and the secret");
}

/** The library's verify() reads the machine's clock, so that its sign() and a comparison of ours are used instead. */
function sign(secret: string, id: string, timestamp: number, body: Buffer): string | null {
  try {
    return new Webhook(secret.trim()).sign(id, new Date(timestamp * 1000), body);
  } catch {
    return null;
  }
}

function equal(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refused(reason: string): Verdict {
  return { ok: false, because: `The delivery is not properly signed: ${reason}.` };
}

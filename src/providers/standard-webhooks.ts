// Verifies a delivery signed by Standard Webhooks headers (standardwebhooks.com), at the moment it was received.
import { Webhook } from "standardwebhooks";
import type { Delivery, Verdict } from "./provider.ts";
import { equal, refused, signed, untimely } from "./signature.ts";

export function verifyStandardWebhook(delivery: Delivery, secret: string, receivedAt: Date): Verdict {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const missing = names.filter((name) => !delivery.headers[name]);
  if (missing.length > 0) return refused(`the header ${missing.join(" and ")} is missing`);
  const [id = "", timestamp = "", signatures = ""] = names.map((name) => delivery.headers[name]);

  if (!/^\d{1,12}$/.test(timestamp)) return refused("webhook-timestamp is not a Unix time in seconds");
  const late = untimely(Number(timestamp), receivedAt, "webhook-timestamp");
  if (late !== null) return refused(late);

  const expected = sign(secret, id, Number(timestamp), delivery.body);
  if (expected === null) return refused("the signing secret saved for this portal is not base64");
  const matches = signatures.split(" ").some((signature) => equal(signature, expected));
  return matches ? signed : refused("the signature does not fit the body and the secret");
}

/** The sender's own secret begins with whsec_; some show what comes after it alone. */
export function wrongStandardSecret(text: string): string | null {
  return sign(text, "", 0, Buffer.alloc(0)) === null
    ? "This is no signing secret: one is whsec_ and base64, which has letters, digits, +, / and = alone. Copy all of it."
    : null;
}

/** The library's verify() reads the machine's clock, so that its sign() and a comparison of ours are used instead. */
function sign(secret: string, id: string, timestamp: number, body: Buffer): string | null {
  try {
    return new Webhook(secret.trim()).sign(id, new Date(timestamp * 1000), body);
  } catch {
    return null;
  }
}

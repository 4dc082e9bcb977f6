// Checks JustCall's signature, which covers the webhook address, the event and the time, but not the call.
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed, toleranceSeconds, untimely } from "./signature.ts";
import { objectOf, textOf } from "./values.ts";

/** The time is that of the event, and JustCall tries four times more, up to 90 seconds after the try before. */
const oldestSeconds = toleranceSeconds + 4 * 90;

export function verifyJustcall(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const signature = textOf(delivery.headers["x-justcall-signature"]);
  const timestamp = textOf(delivery.headers["x-justcall-request-timestamp"]);
  if (signature === null) return refused("the header x-justcall-signature is missing");
  if (timestamp === null) return refused("the header x-justcall-request-timestamp is missing");

  const payload = readJson(delivery);
  const body = "json" in payload ? objectOf(payload.json) : {};
  const [address, type] = [textOf(body.webhook_url), textOf(body.type)];
  if (address === null || type === null) return refused("the body holds no webhook_url or no type");
  // Who forges a delivery writes the body, so what is signed has to be compared with what we know ourselves.
  if (!isSame(address, connection.url)) return refused("it was signed for another webhook address");

  // Written as 2024-03-21 17:08:22, which is UTC, or as Unix time.
  const time = utcOf(timestamp, "UTC");
  if (time === null) return refused("x-justcall-request-timestamp is not a time");
  const seconds = Math.floor(Date.parse(time) / 1000);
  const late = untimely(seconds, connection.receivedAt, "x-justcall-request-timestamp", oldestSeconds);
  if (late !== null) return refused(late);

  const secret = connection.secret.trim();
  const expected = hmac("sha256", secret, `${secret}|${encodeURIComponent(address)}|${type}|${timestamp}`, "hex");
  return equal(signature.toLowerCase(), expected) ? signed : refused("the signature does not fit the API secret");
}

function isSame(address: string, ours: string): boolean {
  const [theirs, own] = [URL.parse(address), URL.parse(ours)];
  return theirs !== null && own !== null && equal(theirs.href, own.href);
}

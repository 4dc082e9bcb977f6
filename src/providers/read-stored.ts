// Reads a stored delivery again, with the code of today: a webhook, or a call from the sender's own list.
import { logMethod } from "./call-log.ts";
import { parseJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";

export function readStored(provider: Provider, delivery: Delivery, connection: Connection): Reading {
  if (delivery.method !== logMethod || !provider.log) return provider.read(delivery, connection);
  const call = parseJson(delivery.body.toString("utf8"));
  return "json" in call ? provider.log.read(call.json, connection) : call;
}

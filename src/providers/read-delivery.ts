// Reads a delivery, just received or stored: by the portal's map, else as its provider does.
import { logMethod } from "./call-log.ts";
import { readMapped } from "./mapping/mapped.ts";
import { parseJson, readFields } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";

export function readDelivery(provider: Provider, delivery: Delivery, connection: Connection): Reading {
  // A call out of the sender's own list: its fields are the list's, not those of the webhook that was mapped.
  if (delivery.method === logMethod && provider.log) {
    const call = parseJson(delivery.body.toString("utf8"));
    return "json" in call ? provider.log.read(call.json, connection) : call;
  }
  return byMap(provider, delivery, connection) ?? provider.read(delivery, connection);
}

function byMap(provider: Provider, delivery: Delivery, connection: Connection): Reading | null {
  if (connection.map === null) return null;
  const payload = readFields(delivery);
  return "fields" in payload ? readMapped(provider.name, payload.fields, connection) : null;
}

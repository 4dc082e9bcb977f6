// Stores a call of a provider's own list as if its webhook had told of it.
import { v7 as uuid } from "uuid";
import type { PortalId } from "../model/ids.ts";
import { logMethod } from "../providers/call-log.ts";
import type { Provider, Reading } from "../providers/provider.ts";
import type { DeliveryStore } from "../store/deliveries.ts";
import { toRows } from "./accept.ts";

/** @returns false when every event of it was there already */
export function keepListedCall(deliveries: DeliveryStore) {
  return (
    portalId: PortalId,
    provider: Provider,
    call: unknown,
    reading: Reading,
    receivedAt: Date,
  ): Promise<boolean> => {
    const delivery = { method: logMethod, query: "", headers: {}, body: Buffer.from(JSON.stringify(call)) };
    return deliveries.accept(toRows(portalId, provider, delivery, "log", reading, receivedAt, uuid));
  };
}

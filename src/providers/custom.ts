// Any other system: nothing is known of its fields until an admin has mapped them on the capture page.
import { namedFields } from "./field-names.ts";
import { readFields } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";

export const custom: Provider = {
  name: "custom",
  label: "Another system",
  signature: "address",
  setup: [
    "Let your system send a request for each call, form or dialogue to the webhook address of this page.",
    "POST with JSON or a form is best; GET and PUT work too, with the values in the address or the body.",
    "Open Capture, press Capture there, and let your system send one real request.",
    "Say for each of its fields what it is. The preview shows the event and what would be written into HubSpot.",
    "Save. What came in before can be read again with the new map.",
  ],
  verify: () => byAddress,
  read,
};

/** Only deliveries that the portal's map does not read come here. */
function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const names = [...payload.fields.keys()];
  if (names.length === 0) return { unreadable: "The delivery is empty: it has no query, form or JSON fields." };
  const rules = connection.map?.rules.length ?? 0;
  const why = rules === 0 ? "Nobody has mapped these fields yet" : "No rule of your map fits these fields";
  return { unreadable: `${why}: ${namedFields(names)}. Open Capture, press Capture and map them, then replay this.` };
}

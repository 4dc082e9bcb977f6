// The reference for requests: each call written by itself, as connectors do it, really carried out against the sandbox.
import { phoneNumber } from "./calls.ts";
import type { Stand } from "./stand.ts";

export interface OneByOne {
  /** Requests per call of a new number, and of a number whose contact has an open deal. */
  newNumber: number;
  knownNumber: number;
}

interface Made {
  id: string;
}

const contactOfDeal = 3;
const contactOfCall = 194;
const dealOfCall = 206;
const link = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }],
});

/** `calls` new numbers, then the same numbers again, in a portal of its own; the limits are off meanwhile. */
export async function writeOneByOne(stand: Stand, portalId: string, calls: number): Promise<OneByOne> {
  await stand.control("portals", { portalId });
  await stand.control("limits", { on: false });
  await stand.control("lag", { createMs: 0, updateMs: 0 });
  const { accessToken } = await stand.control<{ accessToken: string }>("token", { portalId });

  const ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(stand.sandbox.url + path, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  const find = async (phone: string): Promise<Made | undefined> => {
    const filterGroups = [{ filters: [{ propertyName: "phone", operator: "EQ", value: phone }] }];
    return (await ask<{ results: Made[] }>("POST", "/crm/v3/objects/contacts/search", { filterGroups })).results[0];
  };
  const createCall = (associations: unknown[]): Promise<Made> =>
    ask("POST", "/crm/v3/objects/calls", { properties: callProperties, associations });

  const before = await stand.requests(portalId);
  for (let n = 0; n < calls; n++) {
    const phone = phoneNumber(n);
    if (await find(phone)) throw new Error("This number should be new.");
    const properties = { firstname: "Sample", lastname: "Client", phone };
    const contact = await ask<Made>("POST", "/crm/v3/objects/contacts", { properties });
    const deal = await ask<Made>("POST", "/crm/v3/objects/deals", {
      properties: { dealname: `Call from ${phone}`, pipeline: "default", dealstage: "appointmentscheduled" },
      associations: [link(contact.id, contactOfDeal)],
    });
    // Some connectors link the deal within the create (4 requests), others afterwards (5): they take turns here.
    if (n % 2 === 0) {
      await createCall([link(contact.id, contactOfCall), link(deal.id, dealOfCall)]);
    } else {
      const call = await createCall([link(contact.id, contactOfCall)]);
      await ask("PUT", `/crm/v4/objects/calls/${call.id}/associations/default/deals/${deal.id}`);
    }
  }
  const between = await stand.requests(portalId);
  for (let n = 0; n < calls; n++) {
    const contact = await find(phoneNumber(n));
    if (!contact) throw new Error("This number should be known.");
    const deals = await ask<{ results: { toObjectId: string }[] }>(
      "GET",
      `/crm/v4/objects/contacts/${contact.id}/associations/deals`,
    );
    const deal = String(deals.results[0]?.toObjectId ?? "");
    await createCall([link(contact.id, contactOfCall), link(deal, dealOfCall)]);
  }
  const after = await stand.requests(portalId);
  await stand.control("limits", { on: true });
  await stand.control("lag", { createMs: 5_000, updateMs: 2_000 });
  return { newNumber: (between - before) / calls, knownNumber: (after - between) / calls };
}

const callProperties = {
  hs_timestamp: "2026-11-22T10:00:00Z",
  hs_call_title: "Incoming call",
  hs_call_direction: "INBOUND",
  hs_call_status: "COMPLETED",
  hs_call_duration: "80000",
};

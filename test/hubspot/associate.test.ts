// Records that exist are associated in batches; what is gone by now is left out, what is refused is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../src/errors.ts";
import type { ObjectType } from "../../src/model/crm.ts";
import { type LocalHubSpot, OBJECTS } from "../sandbox/local-hubspot.ts";
import { connected, linking } from "./connected.ts";

const TIME = { hs_timestamp: "2026-11-22T10:00:00Z" };
const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };
const SMS = { ...TIME, hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };

/** Made-up records of each object: what HubSpot wants at least. */
const made: Record<ObjectType, { objects: string; properties: Record<string, string> }> = {
  contact: { objects: "contacts", properties: { firstname: "Anna" } },
  company: { objects: "companies", properties: { name: "Acme" } },
  deal: { objects: "deals", properties: DEAL },
  call: { objects: "calls", properties: TIME },
  task: { objects: "tasks", properties: TIME },
  note: { objects: "notes", properties: TIME },
  meeting: { objects: "meetings", properties: TIME },
  communication: { objects: "communications", properties: SMS },
};
const make = (hubspot: LocalHubSpot, what: ObjectType) => hubspot.create(made[what].objects, made[what].properties);

async function linked(hubspot: LocalHubSpot, from: ObjectType, id: string, to: ObjectType): Promise<unknown[]> {
  const path = `${OBJECTS}/${made[from].objects}/${id}/associations/${made[to].objects}`;
  const answer = await hubspot.api("GET", path);
  return answer.list("results").map((_, n) => answer.at(`results.${n}.toObjectId`));
}

const pairs: [ObjectType, ObjectType][] = [
  ["contact", "company"],
  ["contact", "deal"],
  ["company", "contact"],
  ["company", "deal"],
  ["deal", "contact"],
  ["deal", "company"],
  ...(["call", "task", "note", "meeting", "communication"] as const).flatMap((activity) =>
    (["contact", "company", "deal"] as const).map((record): [ObjectType, ObjectType] => [activity, record]),
  ),
];

for (const [from, to] of pairs) {
  test(`a ${from} is associated with a ${to}, and again without harm`, async (t) => {
    const { hubspot, gateway } = await connected(t);
    const [id, other] = [await make(hubspot, from), await make(hubspot, to)];
    const input = { key: "e-1/associate", what: from, id, associate: [{ what: to, id: other }] };
    for (const _ of [1, 2]) {
      assert.deepEqual(await gateway.associate([input]), [{ key: "e-1/associate", id, made: "updated" }]);
      assert.deepEqual(await linked(hubspot, from, id, to), [other]);
    }
  });
}

test("inputs are grouped by the objects they join, in one request each", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const company = await make(hubspot, "company");
  const contacts = [await make(hubspot, "contact"), await make(hubspot, "contact")];
  const note = await make(hubspot, "note");
  const links = [{ what: "company" as const, id: company }];
  const inputs = [
    ...contacts.map((id) => ({ key: `c-${id}`, what: "contact" as const, id, associate: links })),
    {
      key: "note",
      what: "note" as const,
      id: note,
      associate: [...links, ...contacts.map((id) => ({ what: "contact" as const, id }))],
    },
  ];
  const { made: outcomes, requests } = await costOf(() => gateway.associate(inputs));
  assert.deepEqual(
    outcomes.map(({ key }) => key),
    inputs.map(({ key }) => key),
  );
  assert.deepEqual(requests, {
    [linking("contacts", "companies")]: 1,
    [linking("notes", "companies")]: 1,
    [linking("notes", "contacts")]: 1,
  });
  assert.deepEqual(await linked(hubspot, "company", company, "contact"), contacts);
  assert.deepEqual(await linked(hubspot, "note", note, "contact"), contacts);
});

test("2,001 pairs go in two requests", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const contact = await make(hubspot, "contact");
  const objects = Array.from({ length: 2_001 }, (_, n) => ({
    type: "companies",
    id: String(n + 1_000),
    properties: { name: "C" },
  }));
  await hubspot.control("seed", { portalId: "1001", objects });
  const associate = objects.map(({ id }) => ({ what: "company" as const, id }));
  const { requests } = await costOf(() => gateway.associate([{ key: "k", what: "contact", id: contact, associate }]));
  assert.deepEqual(requests, { [linking("contacts", "companies")]: 2 });
  assert.equal((await gateway.companiesOf([contact])).get(contact)?.length, 2_001);
});

/** What HubSpot says of a whole batch when one record of it does not exist (hubspot-api-nodejs issue 646). */
const invalidIds = (id: string) => ({
  status: "error",
  category: "VALIDATION_ERROR",
  message: "One or more associations are invalid",
  context: { INVALID_OBJECT_IDS: [`DEAL=${id} is not valid`], objectId: [id], objectType: ["DEAL"] },
});
const notFound = { status: "error", category: "OBJECT_NOT_FOUND", message: "resource not found" };

async function contactWithDeals(hubspot: LocalHubSpot) {
  const contact = await make(hubspot, "contact");
  const deals: string[] = [];
  for (let n = 0; n < 4; n += 1) deals.push(await make(hubspot, "deal"));
  const [gone = ""] = deals.splice(1, 1);
  await hubspot.api("DELETE", `${OBJECTS}/deals/${gone}`);
  const associate = [...deals.slice(0, 1), gone, ...deals.slice(1)].map((id) => ({ what: "deal" as const, id }));
  return { contact, deals, gone, input: { key: "k", what: "contact" as const, id: contact, associate } };
}

test("a deal that is gone is left out while the others are associated, in the one request", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const { contact, deals, input } = await contactWithDeals(hubspot);
  const { made: outcomes, requests } = await costOf(() => gateway.associate([input]));
  assert.deepEqual(outcomes, [{ key: "k", id: contact, made: "updated" }]);
  assert.deepEqual(requests, { [linking("contacts", "deals")]: 1 });
  assert.deepEqual(await linked(hubspot, "contact", contact, "deal"), deals);
});

for (const [how, status] of [
  ["as invalid", 400],
  ["as not found", 404],
] as const) {
  test(`a batch that is refused whole ${how} because of one deal is tried by halves until that one is found`, async (t) => {
    const { hubspot, gateway } = await connected(t);
    const { contact, deals, gone, input } = await contactWithDeals(hubspot);
    const body = status === 404 ? notFound : invalidIds(gone);
    // Of four pairs the second is the culprit: all four and then the first two are refused.
    await hubspot.control("faults", { match: linking("contacts", "deals"), times: 2, status, body });
    assert.deepEqual(await gateway.associate([input]), [{ key: "k", id: contact, made: "updated" }]);
    assert.deepEqual(await linked(hubspot, "contact", contact, "deal"), deals);
  });
}

for (const [what, status, body, outcome] of [
  ["gone, said of the request", 400, invalidIds("101"), { key: "k", id: "7", made: "updated" }],
  ["not found, said of the request", 404, notFound, { key: "k", id: "7", made: "updated" }],
  ["with a path that is not found", 404, {}, { key: "k", refused: "HubSpot answered 404" }],
  [
    "refused for another reason, said of the request",
    400,
    { status: "error", category: "VALIDATION_ERROR", message: "Too many associations." },
    { key: "k", refused: "Too many associations." },
  ],
] as const) {
  test(`a lone pair: ${what}`, async (t) => {
    const { hubspot, gateway } = await connected(t);
    await hubspot.control("faults", { match: linking("contacts", "deals"), times: 1, status, body });
    const input = { key: "k", what: "contact" as const, id: "7", associate: [{ what: "deal" as const, id: "101" }] };
    assert.deepEqual(await gateway.associate([input]), [outcome]);
  });
}

test("a pair that is refused for another reason refuses its own input, with HubSpot's words", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const [one, other, company] = [
    await make(hubspot, "contact"),
    await make(hubspot, "contact"),
    await make(hubspot, "company"),
  ];
  const limit = "The contact has 10,000 companies, which is as many as it can have.";
  const error = { status: "error", category: "VALIDATION_ERROR", message: limit, context: {}, errors: [], links: {} };
  const ok = { fromObjectId: one, fromObjectTypeId: "0-1", toObjectId: company, toObjectTypeId: "0-2", labels: [] };
  const envelope = { status: "COMPLETE", startedAt: "2026-11-23T10:00:00Z", completedAt: "2026-11-23T10:00:00Z" };
  const match = linking("contacts", "companies");
  // The answer to both, then to the other one alone, for the errors do not say which input they are about.
  for (const results of [[ok], []]) {
    await hubspot.control("faults", {
      match,
      times: 1,
      status: 207,
      body: { ...envelope, results, numErrors: 1, errors: [error] },
    });
  }
  const link = [{ what: "company" as const, id: company }];
  const outcomes = await gateway.associate([
    { key: "a", what: "contact", id: one, associate: link },
    { key: "b", what: "contact", id: other, associate: link },
  ]);
  assert.deepEqual(outcomes, [
    { key: "a", id: one, made: "updated" },
    { key: "b", refused: limit },
  ]);
});

test("objects that HubSpot does not associate are refused without a request", async (t) => {
  const { gateway, costOf } = await connected(t);
  const { made: outcomes, requests } = await costOf(() =>
    gateway.associate([{ key: "k", what: "call", id: "101", associate: [{ what: "task", id: "102" }] }]),
  );
  assert.deepEqual(outcomes, [{ key: "k", refused: "HubSpot does not associate calls with tasks." }]);
  assert.deepEqual(requests, {});
});

test("a missing permission is the same for every pair", async (t) => {
  const { gateway, hubspot, costOf } = await connected(t, { scopes: ["oauth", "crm.objects.contacts.write"] });
  const [contact, company] = [await make(hubspot, "contact"), await make(hubspot, "company")];
  const associate = [
    { what: "company" as const, id: company },
    { what: "company" as const, id: "999" },
  ];
  const { requests } = await costOf(() =>
    assert.rejects(
      gateway.associate([{ key: "k", what: "contact", id: contact, associate }]),
      (error) => error instanceof Refused && error.forAll,
    ),
  );
  assert.deepEqual(requests, { [linking("contacts", "companies")]: 1 });
});

test("nothing is associated without leave to write", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t, {
    permit: () => Promise.reject(new Error("another run has begun")),
  });
  const [contact, company] = [await make(hubspot, "contact"), await make(hubspot, "company")];
  const input = {
    key: "k",
    what: "contact" as const,
    id: contact,
    associate: [{ what: "company" as const, id: company }],
  };
  const { requests } = await costOf(() => assert.rejects(gateway.associate([input]), /another run/));
  assert.deepEqual(requests, {});
});

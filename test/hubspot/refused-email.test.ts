// An e-mail address that HubSpot refuses costs a contact nothing but the address, and that is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Gateway } from "../../src/hubspot/gateway.ts";
import { contactKey } from "../../src/model/properties.ts";
import { type LocalHubSpot, OBJECTS } from "../sandbox/local-hubspot.ts";
import { connected, creating } from "./connected.ts";

const PHONE = "+380671234567";
const leftOut = (email: string, reason: string) =>
  `the e-mail address ${email} was left out, for HubSpot refused it: ${reason}`;

async function standing(hubspot: LocalHubSpot, id: string) {
  const answer = await hubspot.api("GET", `${OBJECTS}/contacts/${id}?properties=firstname,phone,email`);
  const { firstname, phone, email } = Object(answer.at("properties"));
  return { firstname, phone, email };
}

async function createOne(gateway: Gateway, properties: Record<string, string>) {
  const [outcome] = await gateway.create("contact", [{ key: "a", properties, associate: [] }]);
  assert.ok(outcome);
  return outcome;
}

test("a new contact with a bad address is made without it, beside one with a good address", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const [bad, good] = await gateway.create("contact", [
    { key: "a", properties: { email: "bad,x@acme.test", firstname: "Anna", phone: PHONE }, associate: [] },
    { key: "b", properties: { email: "boris@acme.test", firstname: "Boris" }, associate: [] },
  ]);
  assert.ok(bad && "id" in bad && good && "id" in good);
  assert.equal(bad.made, "created");
  assert.equal(bad.because, leftOut("bad,x@acme.test", "Email address bad,x@acme.test is invalid"));
  assert.deepEqual(await standing(hubspot, bad.id), { firstname: "Anna", phone: PHONE, email: null });
  assert.equal(good.because, undefined);
  assert.equal((await standing(hubspot, good.id)).email, "boris@acme.test");
});

test("it keeps its associations, and is found by its number if it is there already", async (t) => {
  const { hubspot, gateway } = await connected(t);
  await gateway.prepare();
  const company = await hubspot.create("companies", { name: "Acme" });
  const associate = [{ what: "company" as const, id: company }];
  const properties = { email: "bad,x@acme.test", firstname: "Anna", phone: PHONE, [contactKey]: PHONE };
  const [first] = await gateway.create("contact", [{ key: "a", properties, associate }]);
  assert.ok(first && "id" in first && first.made === "created");
  assert.deepEqual((await gateway.companiesOf([first.id])).get(first.id), [company]);
  const [again] = await gateway.create("contact", [{ key: "b", properties, associate }]);
  assert.ok(again && "id" in again && again.made === "found" && again.id === first.id);
});

for (const [words, body] of [
  ["packed into the message", { message: 'Property values were not valid: [{"message":"no","name":"email"}]' }],
  ["beside the message", { message: "no", errors: [{ message: "no", context: { propertyName: ["email"] } }] }],
  ["in words alone", { message: "Email address is on a list of blocked addresses" }],
] as const) {
  test(`an address that HubSpot refuses ${words} is left out`, async (t) => {
    const { hubspot, gateway } = await connected(t);
    const refusal = { status: "error", category: "VALIDATION_ERROR", ...body };
    await hubspot.control("faults", { match: creating("contacts"), times: 1, status: 400, body: refusal });
    const outcome = await createOne(gateway, { email: "anna@acme.test", firstname: "Anna" });
    assert.ok("id" in outcome);
    assert.match(outcome.because ?? "", /^the e-mail address anna@acme\.test was left out/);
    assert.equal((await standing(hubspot, outcome.id)).email, null);
  });
}

const notMade: [what: string, properties: Record<string, string>, status: number, body: object][] = [
  ["somebody of whom nothing else is known", { email: "a@acme.test" }, 400, { message: "Email address is invalid" }],
  [
    "a contact that is refused for another property",
    { email: "a@acme.test", firstname: "Anna" },
    400,
    { message: 'Property values were not valid: [{"message":"the email channel is closed","name":"region"}]' },
  ],
  [
    "a contact whose address somebody has whom HubSpot does not name",
    { email: "a@acme.test", firstname: "Anna" },
    409,
    { category: "CONFLICT", message: "A contact with this email exists" },
  ],
];
for (const [what, properties, status, body] of notMade) {
  test(`${what} is not made without the address`, async (t) => {
    const { hubspot, gateway, costOf } = await connected(t);
    await hubspot.control("faults", { match: creating("contacts"), times: 1, status, body });
    const { made, requests } = await costOf(() => createOne(gateway, properties));
    assert.ok("refused" in made);
    assert.equal(requests[creating("contacts")], 1);
  });
}

test("where the contact is refused without the address too, the second reason is what counts", async (t) => {
  const { gateway } = await connected(t);
  const outcome = await createOne(gateway, { email: "bad,x@acme.test", firstname: "Anna", nonsense: "1" });
  assert.ok("refused" in outcome);
  assert.match(outcome.refused, /HubSpot has no property “nonsense”/);
});

test("an update says that it left out an address which somebody else has, and keeps the rest", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const id = await hubspot.create("contacts", { phone: PHONE, firstname: "Caller" });
  await hubspot.create("contacts", { email: "anna@acme.test" });
  const update = { key: "a", id, properties: { email: "anna@acme.test", firstname: "Anna" } };
  const [outcome] = await gateway.update("contact", [update]);
  assert.ok(outcome && "id" in outcome && outcome.made === "updated");
  assert.match(
    outcome.because ?? "",
    /^the e-mail address anna@acme\.test was left out, for HubSpot refused it: .+exist/,
  );
  assert.deepEqual(await standing(hubspot, id), { firstname: "Anna", phone: PHONE, email: null });
});

// How calls are written, as the portal chose it: outcomes by tags, category and value in the deal, records at pick-up.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  type ActivityEvent,
  control,
  type InstalledApp,
  linkedWith,
  type SandboxRecord,
  sandboxRecords,
  settled,
  startInstalledApp,
} from "../hookswitch.ts";
import { callEvent, json, send } from "../web/setup.ts";

const connected = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const wrongNumber = "17b47fee-58de-441e-a44c-c6300d46f273";
const sold = "0d1c7d5e-6a4f-4e7d-9b32-2f6a1f1a7c01";
const listed = [
  { id: connected, label: "Connected" },
  { id: wrongNumber, label: "Wrong number" },
];

let app: InstalledApp;
let events = 0;
before(async () => {
  app = await startInstalledApp();
  await outcomesAre([...listed, { id: sold, label: "Sold" }]);
});
after(() => app.stop());
beforeEach(() => choose({ createAt: "end", tagOutcomes: [], dealCategoryProperty: null, dealValueProperty: null }));

/** As an administrator sets them up in HubSpot; the app then looks again. */
async function outcomesAre(callOutcomes: { id: string; label: string }[]): Promise<void> {
  await control(app, "portals", { portalId: "1001", callOutcomes });
  await json(await app.admin.post("/settings/prepare"));
}

async function choose(settings: Record<string, unknown>): Promise<void> {
  await json(await app.admin.post("/settings", settings));
}

async function received(event: unknown): Promise<ActivityEvent> {
  await send(app.hook, event);
  const [latest] = await settled(app.admin, ++events);
  assert.ok(latest);
  return latest;
}

const news = (n: number, type: string, data: Record<string, unknown>) => ({
  type,
  id: `${type}-${n}`,
  time: "2026-11-22T10:05:00Z",
  data: { call_id: `c-${n}`, ...data },
});

async function callOf(n: number): Promise<SandboxRecord> {
  const calls = await sandboxRecords(app, "calls");
  const call = calls.find(({ properties }) => properties.hs_call_external_id === `c-${n}`);
  assert.ok(call, `call ${n} is in HubSpot`);
  return call;
}

async function dealOf(n: number): Promise<Record<string, string | undefined>> {
  const [id] = await linkedWith(app, await callOf(n), "deals");
  const deal = (await sandboxRecords(app, "deals")).find((each) => each.id === id);
  assert.ok(deal, `call ${n} has a deal`);
  return deal.properties;
}

async function outcomeOf(n: number): Promise<string | undefined> {
  return (await callOf(n)).properties.hs_call_disposition;
}

test("a tag decides the outcome, of several the one whose row comes first; without one it is how the call ended", async () => {
  const tagOutcomes = [
    { tag: "Sold", outcomeId: sold },
    { tag: "wrong number", outcomeId: wrongNumber },
  ];
  await choose({ tagOutcomes });
  await received(callEvent(1, { tags: ["Wrong Number"] }));
  await received(callEvent(2, { tags: ["wrong number", "sold"] }));
  await received(callEvent(3, { tags: ["pricing"] }));
  assert.deepEqual(await Promise.all([1, 2, 3].map(outcomeOf)), [wrongNumber, sold, connected]);

  await choose({ tagOutcomes: tagOutcomes.toReversed() });
  await received(callEvent(4, { tags: ["wrong number", "sold"] }));
  assert.equal(await outcomeOf(4), wrongNumber);

  await received(news(3, "call.updated", { tags: ["sold"] }));
  assert.equal(await outcomeOf(3), sold, "a tag that is given later counts too");
});

test("a row whose outcome HubSpot no longer lists does nothing, and can be kept until it is listed again", async () => {
  const tagOutcomes = [{ tag: "sold", outcomeId: sold }];
  await choose({ tagOutcomes });
  await outcomesAre(listed);
  const event = await received(callEvent(5, { tags: ["sold"] }));
  assert.equal(event.status, "done", event.because);
  assert.equal(await outcomeOf(5), connected);
  await choose({ tagOutcomes });
  await outcomesAre([...listed, { id: sold, label: "Sold" }]);
  await received(callEvent(6, { tags: ["sold"] }));
  assert.equal(await outcomeOf(6), sold);
});

test("category and value arrive in the chosen properties, when the deal is made and by later news", async () => {
  await choose({ dealCategoryProperty: "dealtype", dealValueProperty: "amount" });
  await received(callEvent(7, { rating: { category: "newbusiness", value: "4200" } }));
  assert.partialDeepStrictEqual(await dealOf(7), { dealtype: "newbusiness", amount: "4200" });
  assert.equal((await dealOf(7)).hookswitch_call_category, undefined);

  await received(callEvent(8));
  const before = await dealOf(8);
  assert.deepEqual([before.dealtype, before.amount], [undefined, undefined]);
  const rated = await received(news(8, "call.rated", { rating: { category: "existingbusiness", value: "150" } }));
  assert.equal(rated.status, "done", rated.because);
  assert.partialDeepStrictEqual(await dealOf(8), { dealtype: "existingbusiness", amount: "150" });
});

test("without a choice the category goes into Hookswitch's own property and the value nowhere", async () => {
  await received(callEvent(9, { rating: { category: "Target", value: "5" } }));
  const deal = await dealOf(9);
  assert.deepEqual([deal.hookswitch_call_category, deal.amount], ["Target", undefined]);
});

test("a category that a list of options lacks parks the call with HubSpot's reason", async () => {
  await choose({ dealCategoryProperty: "dealtype" });
  const event = await received(callEvent(10, { rating: { category: "Spam" } }));
  assert.equal(event.status, "parked");
  assert.match(event.because, /Spam was not one of the allowed options/);
});

test("at pick-up contact and deal are there before the call ends, and the call joins them", async () => {
  const [contacts, deals] = [await sandboxRecords(app, "contacts"), await sandboxRecords(app, "deals")];
  const answered = { ...callEvent(11, { outcome: null, ended_at: null, talk_seconds: null }), type: "call.answered" };
  const waiting = await received({ ...answered, id: "answered-11-end" });
  assert.equal(waiting.status, "ignored", "by default nothing is made before the end");

  await choose({ createAt: "pickup" });
  const call = { ...answered.data, call_id: "c-12", client: { phone: "+380501000012", name: "Client 12" } };
  const pickedUp = await received({ ...answered, id: "answered-12", data: call });
  assert.equal(pickedUp.status, "done", pickedUp.because);
  assert.deepEqual(pickedUp.records.map(({ what }) => what).sort(), ["contact", "deal"]);
  const made = async (type: string, before: SandboxRecord[]) =>
    (await sandboxRecords(app, type)).filter(({ id }) => !before.some((each) => each.id === id));
  const [contact, ...otherContacts] = await made("contacts", contacts);
  const [deal, ...otherDeals] = await made("deals", deals);
  assert.ok(contact && deal);
  assert.deepEqual([otherContacts, otherDeals], [[], []]);

  await received(callEvent(12));
  assert.deepEqual((await made("contacts", contacts)).length + (await made("deals", deals)).length, 2);
  const joined = await callOf(12);
  assert.deepEqual(await linkedWith(app, joined, "contacts"), [contact.id]);
  assert.deepEqual(await linkedWith(app, joined, "deals"), [deal.id]);
});

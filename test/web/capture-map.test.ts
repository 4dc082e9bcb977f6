// The map as a whole: exported, imported, rearranged, kept in versions, and nobody else's to see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control } from "../hookswitch.ts";
import { type CaptureTest, call, calls, startCapturing } from "./capture-setup.ts";
import { fieldsOf, sendForm } from "./form.ts";
import { adminOf, json, page, query } from "./setup.ts";

let given: CaptureTest;
let deliveryId: string;

before(async () => {
  given = await startCapturing();
  deliveryId = await given.captured(call("c-1"));
  await json(await given.admin.post("/capture", { provider: "custom", map: calls }));
});
after(() => given.app.stop());

test("what is exported is the document, and importing it gives the same map", async () => {
  const response = await given.admin.request("/capture/export?provider=custom");
  assert.match(response.headers.get("content-disposition") ?? "", /hookswitch-map-custom-v1\.json/);
  const file = await response.text();
  assert.deepEqual(JSON.parse(file), calls);

  const form = fieldsOf(await page(given.admin, "/capture?provider=custom"), "/capture/import");
  form.set("map", file);
  assert.match(await (await sendForm(given.admin, "/capture/import", form)).text(), /Imported\. It is version 2/);
  assert.deepEqual((await given.state("?provider=custom")).map, calls);
});

test("a map that is wrong is refused and says where", async () => {
  const wrong = { rules: [{ type: "call.completed", fields: [{ ours: "client.fax", theirs: "x" }] }] };
  const refusals: [map: unknown, because: RegExp][] = [
    [wrong, /map\.rules\.0\.fields\.0.*“client.fax” is not a field of call\.completed/],
    ["{", /is not JSON/],
    [JSON.stringify(wrong), /client.fax/],
    [undefined, /map/],
  ];
  for (const [map, because] of refusals) {
    const answer = await given.admin.post("/capture/import", { provider: "custom", map });
    assert.match(JSON.stringify(await json(answer, 400)), because);
  }
  assert.equal((await given.admin.post("/capture", { provider: "nobody", map: calls })).status, 400);
  assert.equal((await given.state("?provider=custom")).version, 2);
});

test("rules are put in another order and removed, and an earlier version comes back", async () => {
  const rule = (value: string) => ({
    when: [{ field: "kind", equals: value }],
    type: "ignore",
    because: `Rule ${value}.`,
  });
  const map = { rules: ["a", "b", "c"].map(rule) };
  const { version } = await json<{ version: number }>(await given.admin.post("/capture", { provider: "generic", map }));
  const reasons = async () =>
    (await given.state("?provider=generic")).map.rules.map((each) => (each.type === "ignore" ? each.because : ""));
  const change = (what: string, at: number, base?: number) =>
    given.admin.post("/capture/arrange", { provider: "generic", rule: at, do: what, base });
  await json(await change("up", 2, version));
  assert.deepEqual(await reasons(), ["Rule a.", "Rule c.", "Rule b."]);
  await json(await change("remove", 0));
  assert.deepEqual(await reasons(), ["Rule c.", "Rule b."]);
  assert.equal((await change("remove", 9)).status, 404);

  await json(await given.admin.post("/capture/restore", { provider: "generic", version }));
  assert.deepEqual(await reasons(), ["Rule a.", "Rule b.", "Rule c."]);
  assert.equal((await given.admin.post("/capture/restore", { provider: "generic", version: 99 })).status, 404);
  const html = await page(given.admin, "/capture?provider=generic");
  assert.match(html, /Version 4/);
  assert.match(html, /Use version 1 again/);
});

test("two admins who save at once lose nothing of each other: the second is told", async () => {
  const { version } = await given.state("?provider=custom");
  const save = () => given.admin.post("/capture", { provider: "custom", map: calls, base: version });
  assert.equal((await save()).status, 200);
  const late = await json<{ error: string; because: string }>(await save(), 409);
  // A preview shows the newest map, and still the form says which version it was opened with.
  const form = fieldsOf(await page(given.admin, `/capture?delivery=${deliveryId}&rule=0`), "/capture");
  form.set("base", String(version));
  const previewed = fieldsOf(await (await sendForm(given.admin, "/capture/preview", form)).text(), "/capture");
  assert.equal((await sendForm(given.admin, "/capture", previewed)).status, 409);
  assert.match(late.error, /Somebody else has saved this map/);
  const rows = await query(given.app, `SELECT version FROM "FieldMap" WHERE provider = 'custom' ORDER BY version`);
  assert.deepEqual(
    rows.map((row) => row.version),
    [1, 2, 3],
  );
  const together = await Promise.all(
    [1, 2, 3, 4].map(() => given.admin.post("/capture", { provider: "custom", map: calls })),
  );
  assert.ok(together.every(({ status }) => status === 200 || status === 409));
});

test("another portal sees neither the delivery nor the map, and cannot have them read again", async () => {
  await control(given.app, "portals", { portalId: "2002" });
  const other = await adminOf(given.app, "2002");
  const foreign: [what: string, answer: Response][] = [
    ["the delivery", await other.request(`/capture?delivery=${deliveryId}`)],
    ["its preview", await other.post("/capture/preview", { delivery: deliveryId, map: calls })],
    ["the map", await other.request("/capture/export?provider=custom")],
    ["a version", await other.request("/capture/export?provider=custom&version=1")],
    ["bringing it back", await other.post("/capture/restore", { provider: "custom", version: 1 })],
    ["changing it", await other.post("/capture/arrange", { provider: "custom", rule: 0, do: "remove" })],
  ];
  for (const [what, answer] of foreign) {
    assert.equal(answer.status, 404, what);
    assert.doesNotMatch(await answer.text(), /0501234567|call_id/, what);
  }
  const replay = { provider: "custom", which: "all", deliveries: [deliveryId] };
  assert.deepEqual(await json(await other.post("/capture/replay", replay)), { replayed: 0, asBefore: 0 });
  assert.doesNotMatch(await page(other, "/capture?provider=custom"), /0501234567|Version \d/);
  assert.deepEqual((await given.state("?provider=custom")).map, calls);
});

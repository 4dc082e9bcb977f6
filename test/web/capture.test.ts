// Capture and map over HTTP: one request captured, mapped, previewed and saved; the next read by it, the old read again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ActivityEvent, sandboxRecords } from "../hookswitch.ts";
import { type CaptureTest, call, calls, type Previewed, startCapturing } from "./capture-setup.ts";
import { fieldsOf, sendForm } from "./form.ts";
import { json, page, requestsOf } from "./setup.ts";

let given: CaptureTest;

before(async () => {
  given = await startCapturing();
});
after(() => given.app.stop());

test("before anything is captured the page says where to send a request and what happens then", async () => {
  const html = await page(given.admin, "/capture?provider=custom");
  assert.match(html, /Nothing has come in yet/);
  assert.ok(html.includes(`${given.address}/custom`));
  const now = await given.state();
  assert.deepEqual([now.capturingSince, now.delivery, now.version, now.map], [null, null, 0, { rules: [] }]);
});

let unread: ActivityEvent;
let deliveryId: string;

test("Capture waits for the next request and shows its fields with a proposal for each", async () => {
  await json(await given.admin.post("/capture/start", { provider: "custom" }));
  assert.match(await page(given.admin, "/capture"), /Waiting since/);
  assert.equal((await given.state()).delivery, null);

  unread = await given.send(call("c-1"));
  assert.deepEqual([unread.type, unread.status], ["unreadable", "parked"]);
  assert.match(unread.because, /Nobody has mapped these fields yet: ref, route, state, .* Open Capture/);

  const { delivery, provider, rule } = await given.state();
  assert.ok(delivery && rule && rule.type !== "ignore");
  deliveryId = delivery.id;
  assert.equal(provider, "custom");
  assert.deepEqual(
    delivery.fields.map(({ name, value, proposed }) => [name, value, proposed]),
    [
      ["ref", "c-1", "call_id"],
      ["route", "incoming", "direction"],
      ["state", "PROPER", "outcome"],
      ["begun", "2026-11-20 12:30:01", "started_at"],
      ["who", "0501234567", null],
      ["whom", "0441112233", null],
      ["talk", "80", "talk_seconds"],
    ],
  );
  assert.deepEqual(rule.fields.find(({ ours }) => ours === "outcome")?.words, [
    { theirs: "PROPER", ours: "answered", target: true },
  ]);
  const html = await page(given.admin, "/capture");
  assert.match(html, /0501234567/);
  assert.match(html, /proposed/);
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="|javascript:/i);
});

test("the preview shows the event and what would be written, and writes nothing", async () => {
  const before = await requestsOf(given.app);
  const preview = await json<Previewed>(
    await given.admin.post("/capture/preview", { delivery: deliveryId, map: calls }),
  );
  assert.equal(preview.event?.type, "call.completed");
  assert.equal(preview.event.subject, "custom/c-1");
  const pairs = Object.fromEntries(preview.event.pairs);
  assert.equal(pairs["Client: phone"], "0501234567");
  assert.equal(pairs["Started at"], "2026-11-20 12:30:01 in Europe/Kyiv");
  assert.equal(pairs["Is it a target call?"], "yes");
  assert.match(preview.plan?.lines.join("\n") ?? "", /Will create a contact because nobody has \+380…4567/);
  const made = Object.entries(await requestsOf(given.app)).filter(([path, count]) => count > (before[path] ?? 0));
  assert.ok(
    made.every(([path]) => /search|read|GET/.test(path)),
    JSON.stringify(made),
  );
  assert.equal((await sandboxRecords(given.app, "contacts")).length, 0);
  assert.equal((await given.state()).version, 0);
});

test("the page's own form saves the rule as it is shown, and says so", async () => {
  const form = fieldsOf(await page(given.admin, `/capture?delivery=${deliveryId}`), "/capture");
  const rows = [...form]
    .filter(([, value]) => value === "who" || value === "whom")
    .map(([name]) => name.split("[theirs]")[0]);
  form.set(`${rows[0]}[ours]`, "caller.phone");
  form.set(`${rows[1]}[ours]`, "called.phone");
  form.set("timeZone", "Europe/Kyiv");
  const preview = await (await sendForm(given.admin, "/capture/preview", form)).text();
  assert.match(preview, /Will create a contact/);
  assert.equal((await given.state()).version, 0);

  const landing = await sendForm(given.admin, "/capture", form);
  assert.match(
    await landing.text(),
    /Saved\. It is version 1 of the map.* What could not be read before can be read again/,
  );
  const { version, map } = await given.state(`?delivery=${deliveryId}`);
  assert.equal(version, 1);
  assert.deepEqual(map, calls);
});

test("the next delivery is read by the map and written", async () => {
  const done = await given.send(call("c-2", { who: "0501234568" }));
  assert.deepEqual([done.type, done.status], ["call.completed", "done"]);
  const contacts = await sandboxRecords(given.app, "contacts");
  assert.deepEqual(
    contacts.map(({ properties }) => properties.phone),
    ["+380501234568"],
  );
});

test("the delivery that could not be read is read again with the map, and written once", async () => {
  const answer = await json(await given.admin.post("/capture/replay", { provider: "custom", which: "unreadable" }));
  assert.deepEqual(answer, { replayed: 1, asBefore: 0 });
  const done = (await given.events()).find(({ id }) => id === unread.id);
  assert.deepEqual([done?.type, done?.status], ["call.completed", "done"]);
  assert.deepEqual(await json(await given.admin.post("/capture/replay", { provider: "custom", which: "all" })), {
    replayed: 0,
    asBefore: 0,
  });
  assert.equal((await sandboxRecords(given.app, "calls")).length, 2);
});

test("of the last ones, and of those that are named, what was ignored or parked is read again", async () => {
  const silent = { when: [{ field: "state", equals: "test" }], type: "ignore", because: "A test of the line." };
  await json(await given.admin.post("/capture", { provider: "custom", map: { rules: [silent, ...calls.rules] } }));
  const first = await given.captured(call("c-3", { state: "test", who: "0501234569" }));
  const second = await given.captured(call("c-4", { state: "TEST", who: "0501234570" }));
  const [ignored] = await given.events();
  assert.deepEqual([ignored?.status, ignored?.because], ["ignored", "A test of the line."]);

  await json(await given.admin.post("/capture", { provider: "custom", map: calls }));
  const order = { provider: "custom", which: "all", last: 5 };
  const named = await json(await given.admin.post("/capture/replay", { ...order, deliveries: [first] }));
  assert.deepEqual(named, { replayed: 1, asBefore: 0 });
  assert.deepEqual(await json(await given.admin.post("/capture/replay", order)), { replayed: 1, asBefore: 0 });
  assert.ok((await given.events()).every(({ status }) => status === "done"));
  assert.ok(second);
  for (const last of [0, 1000, "many"])
    assert.equal((await given.admin.post("/capture/replay", { ...order, last })).status, 400);
});

test("a form with a mistake comes back with what was chosen, and says what is wrong", async () => {
  const form = fieldsOf(await page(given.admin, `/capture?delivery=${deliveryId}&rule=new`), "/capture");
  form.set("type", "ignore");
  form.set("because", "");
  const response = await sendForm(given.admin, "/capture", form);
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /Not saved yet/);
  assert.match(html, /The reason needs a few words/);
  assert.equal((await given.state("?provider=custom")).version, 3);
});

test("an outcome chosen by hand brings the words that were seen; another type brings its own lines", async () => {
  await given.send(call("c-5", { state: "NO ANSWER", who: "0501234571" }));
  const form = fieldsOf(await page(given.admin, `/capture?delivery=${deliveryId}&rule=0`), "/capture");
  const at = [...form]
    .find(([name, value]) => name.endsWith("[theirs]") && value === "state")?.[0]
    .replace("[theirs]", "");
  form.set(`${at}[ours]`, "note");
  const without = fieldsOf(await (await sendForm(given.admin, "/capture/preview", form)).text(), "/capture");
  assert.equal(without.get(`${at}[words][0][theirs]`), null);
  without.set(`${at}[ours]`, "outcome");
  const again = fieldsOf(await (await sendForm(given.admin, "/capture/preview", without)).text(), "/capture");
  const words = [0, 1, 2].map((n) => [again.get(`${at}[words][${n}][theirs]`), again.get(`${at}[words][${n}][ours]`)]);
  assert.deepEqual(words.slice(0, 2).sort(), [
    ["NO ANSWER", "missed"],
    ["PROPER", "answered"],
  ]);

  again.set("type", "form.submitted");
  const asForm = fieldsOf(await (await sendForm(given.admin, "/capture/preview", again)).text(), "/capture");
  assert.equal(asForm.get("linesFor"), "form.submitted");
  assert.ok([...asForm.values()].includes("fields.talk"));
});

test("Ringostat's forms, messenger dialogues and deals are told from its calls, which are read as ever", async () => {
  const form = await given.captured(
    { form_name: "Callback", phone: "380501112233", email: "client@example.com" },
    "ringostat",
  );
  const proposed = (await given.state(`?delivery=${form}`)).rule;
  assert.ok(proposed && proposed.type === "form.submitted");
  assert.deepEqual(proposed.when, [{ field: "form_name" }]);
  const { place: _, ...rule } = proposed;
  await json(await given.admin.post("/capture", { provider: "ringostat", map: { rules: [rule] } }));
  const mapped = await given.send({ form_name: "Quote", phone: "380501112234" }, "ringostat");
  assert.equal(mapped.type, "form.submitted");
  const known = { uniqueid: "us1_-9.1", type: "in", E164: "380501112235", dst: "380441112233", disposition: "PROPER" };
  assert.equal((await given.send(known, "ringostat")).type, "call.completed");

  const deal = await given.state(`?delivery=${await given.captured({ deal_id: "7", status: "won" }, "ringostat")}`);
  assert.equal(deal.rule?.type, "ignore");
  const chat = await given.state(
    `?delivery=${await given.captured({ dialog_id: "5", name: "Olha", phone: "1" }, "ringostat")}`,
  );
  assert.equal(chat.rule?.type, "dialog.ended");
});

test("a delivery that holds no fields is shown as it came, with the reason", async () => {
  await json(await given.admin.post("/capture/start"));
  await given.send("<xml/>");
  const html = await page(given.admin, "/capture");
  assert.match(html, /This delivery has no fields/);
  assert.match(html, /neither JSON nor a form/);
  assert.match(html, /&lt;xml\/&gt;/);
});

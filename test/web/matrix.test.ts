// The matrix as programs read and write it, and as the page's own form sends it.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { caseKeys, type Matrix, recommendedMatrix } from "../../src/model/matrix.ts";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { sendForm, submit } from "./form.ts";
import { adminOf, json, page } from "./setup.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
});
after(() => app.stop());
beforeEach(async () => {
  await json(await admin.post("/matrix/reset"));
});

const cases = async () => (await admin.get<{ cases: Matrix }>("/matrix")).cases;

test("the matrix is read as all cases, each with its six columns, as recommended at first", async () => {
  const answer = await admin.get<{ cases: Matrix }>("/matrix");
  assert.deepEqual(Object.keys(answer), ["cases"]);
  assert.deepEqual(Object.keys(answer.cases).sort(), [...caseKeys].sort());
  assert.deepEqual(answer.cases, recommendedMatrix);
  assert.deepEqual(answer.cases["in.new.answered"], {
    contact: "create",
    deal: "create",
    call: "log",
    task: "none",
    owner: "employee",
    dueHours: 4,
  });
});

test("any part can be posted, one column of one row included; the answer is the whole", async () => {
  const answer = await json(await admin.post("/matrix", { cases: { "in.known.missed": { dueHours: 1 } } }));
  const expected = {
    ...recommendedMatrix,
    "in.known.missed": { ...recommendedMatrix["in.known.missed"], dueHours: 1 },
  };
  assert.deepEqual(answer, { cases: expected });
  await admin.post("/matrix", { cases: { "in.known.missed": { task: "inform" }, "out.new.missed": { call: "log" } } });
  const after = await cases();
  assert.deepEqual(after["in.known.missed"], { ...expected["in.known.missed"], task: "inform" });
  assert.equal(after["out.new.missed"].call, "log");
});

test("an unknown case, column value or due time is refused by its name, and nothing is changed", async () => {
  for (const [change, field] of [
    [{ "in.new.sleeping": { task: "none" } }, /in\.new\.sleeping/],
    [{ "in.new.missed": { task: "shout" }, "out.new.missed": { call: "log" } }, /in\.new\.missed\.task/],
    [{ "in.new.missed": { contact: null } }, /in\.new\.missed\.contact/],
    [{ "in.new.missed": { dueHours: -1 } }, /in\.new\.missed\.dueHours/],
    [{ "in.new.missed": { dueHours: 721 } }, /in\.new\.missed\.dueHours/],
    [{ "in.new.missed": { dueHours: 1.5 } }, /in\.new\.missed\.dueHours/],
    [{ "in.new.missed": { dueHours: "soon" } }, /in\.new\.missed\.dueHours/],
    [{ "in.new.missed": { dueHours: "" } }, /in\.new\.missed\.dueHours/],
    [{ "in.new.missed": { dueHours: null } }, /in\.new\.missed\.dueHours/],
  ] as const) {
    const answer = await json<{ fields: Record<string, string> }>(await admin.post("/matrix", { cases: change }), 400);
    assert.match(Object.keys(answer.fields).join(), field);
    assert.deepEqual(await cases(), recommendedMatrix);
  }
  for (const body of [{}, [], { cases: [] }, { "in.new.missed": {} }])
    assert.equal((await admin.post("/matrix", body)).status, 400, JSON.stringify(body));
});

test("the page's form, sent as it is, changes nothing", async () => {
  await admin.post("/matrix", { cases: { "in.new.answered": { deal: "none", dueHours: 48 } } });
  const before = await cases();
  const landing = await submit(admin, "/matrix", "/matrix");
  assert.equal(landing.url, `${app.url}/matrix`);
  assert.match(await landing.text(), /Saved\./);
  assert.deepEqual(await cases(), before);
});

test("a form sends each choice as cases[case][column]", async () => {
  await submit(admin, "/matrix", "/matrix", {
    "cases[in.new.answered][contact]": "existing",
    "cases[out.known.missed][task]": "call_back",
    "cases[out.known.missed][dueHours]": "24",
  });
  const after = await cases();
  assert.equal(after["in.new.answered"].contact, "existing");
  assert.deepEqual(after["out.known.missed"], {
    ...recommendedMatrix["out.known.missed"],
    task: "call_back",
    dueHours: 24,
  });
});

test("a form with a mistake comes back and says which, and changes nothing", async () => {
  const response = await submit(admin, "/matrix", "/matrix", {
    "cases[in.new.missed][dueHours]": "1000",
    "cases[in.new.missed][task]": "none",
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /Not saved\. .*in\.new\.missed\.dueHours/);
  assert.deepEqual(await cases(), recommendedMatrix);
});

test("the page shows every case with its choices", async () => {
  const html = await page(admin, "/matrix");
  for (const key of caseKeys) assert.ok(html.includes(`name="cases[${key}][contact]"`), key);
});

test("a reset brings every row back to what is recommended", async () => {
  await admin.post("/matrix", { cases: { "in.new.missed": { task: "none" }, "out.new.missed": { call: "log" } } });
  const landing = await submit(admin, "/matrix", "/matrix/reset");
  assert.match(await landing.text(), /as recommended again/);
  assert.deepEqual(await cases(), recommendedMatrix);
});

test("a form without its fields changes nothing", async () => {
  const { token } = await admin.get<{ token: string }>("/csrf");
  assert.equal((await sendForm(admin, "/matrix", new URLSearchParams({ _csrf: token }))).status, 400);
  assert.deepEqual(await cases(), recommendedMatrix);
});

// Requests that no page of ours sends, and a database that does not answer as expected: words, never a crash.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, json, page, query } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let token: string;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  token = (await admin.get<{ token: string }>("/csrf")).token;
});
after(() => app.stop());

function post(path: string, type: string, body: string, accept = "text/html"): Promise<Response> {
  return admin.request(path, {
    method: "POST",
    headers: { accept, "content-type": type, "x-csrf-token": token },
    body,
  });
}

test("malformed JSON is 400 with words, to programs and to people", async () => {
  for (const body of ["{", '{"a":}', "nonsense", '"just text"', "5"]) {
    const answer = await json<{ error: string; because: string }>(
      await post("/settings", "application/json", body),
      400,
    );
    assert.equal(answer.error, "This could not be read", body);
    assert.match(answer.because, /JSON/, body);
  }
  const stranger = await fetch(`${app.url}/settings`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  assert.equal(stranger.status, 400);
});

test("a malformed address is 400 with words", async () => {
  assert.match(await page(admin, "/activity/%E0%A4%A", 400), /This could not be read/);
});

test("a body over 1 MB is refused by its size", async () => {
  const large = JSON.stringify({ placeholderName: "x".repeat(1_100_000) });
  const response = await post("/settings", "application/json", large);
  assert.equal(response.status, 413);
  assert.match(await response.text(), /larger than 1 MB/);
});

test("a body in a charset or compression that we do not read is refused", async () => {
  assert.equal((await post("/settings", "application/json; charset=x-klingon", "{}")).status, 415);
});

test("characters that the database cannot hold are refused with words, and nothing is changed", async () => {
  const nul = "a\u0000b";
  const posts: [string, unknown][] = [
    ["/settings", { placeholderName: nul }],
    ["/settings", { ownNumbers: [nul] }],
    ["/settings", { topManagerOwnerId: nul }],
    ["/employees", { employees: [{ name: nul }] }],
    ["/employees", { employees: [{ name: "\ud800", email: "lonely" }] }],
  ];
  for (const [path, body] of posts) {
    const before = await admin.get(path);
    const answer = await json<{ error: string }>(await admin.post(path, body), 400);
    assert.ok(answer.error, path);
    assert.deepEqual(await admin.get(path), before);
  }
  const form = await post("/employees", "application/x-www-form-urlencoded", "employees[0][name]=%00");
  assert.equal(form.status, 400);
  assert.equal((await admin.post(`/employees/${encodeURIComponent(nul)}/delete`)).status, 404);
  assert.equal((await admin.post(`/activity/${encodeURIComponent(nul)}/replay`)).status, 404);
});

test("names from JavaScript's own insides are ordinary names", async () => {
  const body = '{"__proto__":{"paused":true},"constructor":{"prototype":{"paused":true}}}';
  assert.equal((await json<{ paused: boolean }>(await post("/settings", "application/json", body))).paused, false);
  const form = await post(
    "/matrix",
    "application/x-www-form-urlencoded",
    "cases[__proto__][task]=none&cases[toString][task]=none",
  );
  assert.equal(form.status, 400);
  assert.equal(({} as Record<string, unknown>).paused, undefined);
});

test("a portal whose stored row cannot be read gives a page with words on every page, and the app lives on", async () => {
  await query(app, `UPDATE "Portal" SET settings = '{"timeZone":"Nowhere/Atlantis"}'`);
  for (const path of ["/", "/settings", "/activity"]) {
    const html = await page(admin, path, 500);
    assert.match(html, /Something went wrong on our side/, path);
    assert.doesNotMatch(html, /Atlantis|ZodError|at file/, "details go to the log only");
  }
  await query(app, `UPDATE "Portal" SET settings = '{}'`);
  for (const path of ["/", "/settings", "/activity"]) await page(admin, path);
});

test("a broken event does not take the dashboard and the list with it for good", async () => {
  await query(app, `ALTER TABLE "Event" RENAME TO "EventGone"`);
  for (const path of ["/", "/activity"]) assert.match(await page(admin, path, 500), /Something went wrong on our side/);
  await query(app, `ALTER TABLE "EventGone" RENAME TO "Event"`);
  for (const path of ["/", "/activity"]) await page(admin, path);
});

// No post counts without the token of its own session, from a program as from a form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm } from "./form.ts";
import { routesOf } from "./routes.ts";
import { adminOf, callEvent, page, query, requestsOf, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let posts: string[];

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  await admin.post("/employees", { employees: [{ name: "Nina", extension: "1" }] });
  await send(await webhookUrlOf(admin), callEvent(1, { client: { phone: null } }));
  const [event] = await settled(admin);
  const { employees } = await admin.get<{ employees: { id: string }[] }>("/employees");
  const routes = (await routesOf(app)).filter((route) => /^(POST|PUT|PATCH|DELETE) /.test(route));
  posts = routes
    .filter((route) => !route.includes("/hooks/"))
    .map((route) => route.replace(/^POST /, ""))
    .map((path) => path.replace(":id", (path.startsWith("/employees") ? employees[0]?.id : event?.id) ?? ""));
  assert.ok(posts.length >= 15);
});
after(() => app.stop());

/** Everything but sessions, and how often HubSpot was asked. */
async function everything(): Promise<unknown> {
  const tables = [
    "Portal",
    "Tokens",
    "WebhookAddress",
    "ProviderSecret",
    "Employee",
    "Delivery",
    "Event",
    "LedgerEntry",
  ];
  const rows = await Promise.all(tables.map((name) => query(app, `SELECT to_jsonb(t) FROM "${name}" t ORDER BY 1`)));
  return { rows, asked: await requestsOf(app) };
}

const goodBody = { confirm: "yes", secret: "x", placeholderName: "Changed", employees: [{ name: "Eve" }], cases: {} };

async function refusedEverywhere(sendTo: (path: string) => Promise<Response>): Promise<void> {
  const before = await everything();
  for (const path of posts) {
    const response = await sendTo(path);
    const text = await response.text();
    assert.equal(response.status, 403, path);
    assert.match(text, /This form is out of date/);
  }
  assert.deepEqual(await everything(), before);
  await page(admin, "/settings");
}

const asJson =
  (headers: Record<string, string> = {}) =>
  (path: string) =>
    admin.request(path, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json", ...headers },
      body: JSON.stringify(goodBody),
    });

const asForm = (fields: Record<string, string>) => (path: string) =>
  sendForm(admin, path, new URLSearchParams({ confirm: "yes", placeholderName: "Changed", ...fields }));

test("a program without the header is refused on every route", () => refusedEverywhere(asJson()));

test("a form without the field is refused on every route", () => refusedEverywhere(asForm({})));

test("an empty token and a made-up one are refused", async () => {
  await refusedEverywhere(asJson({ "x-csrf-token": "" }));
  await refusedEverywhere(asJson({ "x-csrf-token": "f".repeat(256) }));
  await refusedEverywhere(asForm({ _csrf: "" }));
});

test("the token of another session is refused, of the same portal too", async () => {
  const { token } = await (await adminOf(app)).get<{ token: string }>("/csrf");
  await refusedEverywhere(asJson({ "x-csrf-token": token }));
  await refusedEverywhere(asForm({ _csrf: token }));
});

test("a token in the address or in a list does not count", async () => {
  const { token } = await admin.get<{ token: string }>("/csrf");
  await refusedEverywhere((path) => asForm({})(`${path}?_csrf=${token}`));
  await refusedEverywhere((path) => asForm({ "_csrf[]": token })(path));
});

test("a body that is neither form nor JSON is refused", () =>
  refusedEverywhere((path) =>
    admin.request(path, { method: "POST", headers: { "content-type": "text/plain" }, body: JSON.stringify(goodBody) }),
  ));

test("the token that a page carries is the one that programs are given, and it is accepted", async () => {
  const { token } = await admin.get<{ token: string }>("/csrf");
  assert.equal(fieldsOf(await page(admin, "/settings"), "/settings/pause").get("_csrf"), token);
  assert.equal((await asJson({ "x-csrf-token": token })("/matrix/reset")).status, 200);
  assert.equal((await asForm({ _csrf: token })("/matrix/reset")).status, 200);
});

test("pages opened at the same moment right after the install carry the same token", async () => {
  const fresh = new Visitor(app);
  const start = await fresh.request("/install", { follow: false });
  const authorize = new URL(start.headers.get("location") ?? "");
  authorize.searchParams.set("consent", "auto");
  const back = await fresh.request(authorize.href, { follow: false });
  await fresh.request(back.headers.get("location") ?? "", { follow: false });
  const pages = await Promise.all(["/settings", "/matrix", "/employees"].map((path) => page(fresh, path)));
  const tokens = pages.map((html) => fieldsOf(html, "/sign-out").get("_csrf"));
  assert.equal(new Set(tokens).size, 1);
});

// One portal never sees or touches another: every route is walked by a stranger and by another portal's admin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { addSubscriptions } from "./own-properties.ts";
import { routesOf } from "./routes.ts";
import { adminOf, callEvent, json, query, send, webhookUrlOf } from "./setup.ts";

/** A number that nothing else on the pages contains. */
const portalA = "86753092";
let app: TestApp;
let a: Visitor;
let b: Visitor;
/** What belongs to portal A and must not appear to B; ids by the name of the route's parameter. */
let secrets: string[];
let eventId: string;
let employeeId: string;

before(async () => {
  app = await startApp();
  for (const portalId of [portalA, "2002"]) await control(app, "portals", { portalId });
  a = await adminOf(app, portalA);
  b = await adminOf(app, "2002");
  await a.post("/settings", { placeholderName: "Anna's caller {phone}" });
  await a.post("/employees", { employees: [{ name: "Anna Secret", extension: "777" }] });
  const silent = { when: [{ field: "nothing" }], type: "ignore", because: "Anna ignores it." };
  await a.post("/capture", { provider: "generic", map: { rules: [silent] } });
  const rule = { ...ownRule, id: "anna-rule", objectTypeId: await addSubscriptions(app, portalA) };
  const own = { rows: [{ ...ownRow, id: "anna-row", value: "Anna's form" }], objects: [rule] };
  await json(await a.post("/properties", own));
  const url = await webhookUrlOf(a);
  await send(url, callEvent(1, { client: { phone: "+380501234567", name: "Hidden Client" } }));
  const [event] = await settled(a);
  const { employees } = await a.get<{ employees: { id: string; name: string }[] }>("/employees");
  eventId = event?.id ?? "";
  employeeId = employees.find(({ name }) => name === "Anna Secret")?.id ?? "";
  assert.ok(eventId && employeeId);
  const token = url.slice(url.lastIndexOf("/") + 1);
  secrets = [portalA, "Anna", "Hidden Client", "380501234567", eventId, employeeId, token, "generic/c-1"];
  await send(await webhookUrlOf(b), callEvent(2));
  await settled(b);
});
after(() => app.stop());

const ownRow = { on: "form", object: "deal", property: "description", value: "B's form", mode: "gap" };

const ownRule = {
  on: "form",
  match: { property: "subscription_id", value: "{form_id}" },
  create: true,
  rows: [{ property: "plan", value: "Anna's plan", mode: "gap" }],
};

/** Open to everybody: for machines and senders, the front page, and the way in. */
const open = [
  "GET /",
  "GET /healthz",
  "HEAD /hooks/:token{/:provider}",
  "GET /hooks/:token{/:provider}",
  "GET /hooks/:token/route",
  "GET /install",
  "GET /install/permissions",
  "GET /metrics",
  "GET /oauth/callback",
  "GET /readyz",
  "GET /recordings/:externalId",
  "GET /recordings/play/:link",
  "OPTIONS /hooks/:token/web-form",
  "POST /hooks/:token/web-form",
  "POST /hooks/:token{/:provider}",
  "POST /hooks/:token/route",
  "PUT /hooks/:token{/:provider}",
  "PUT /hooks/:token/route",
];

interface Closed {
  /** What a stranger gets. */
  stranger: number;
  /** What portal B's admin gets, with portal A's id where the route has one. */
  foreign: number;
  body?: unknown;
}

const closed: Record<string, Closed> = {
  "GET /activity": { stranger: 401, foreign: 200 },
  "GET /activity/:id": { stranger: 401, foreign: 404 },
  "GET /capture": { stranger: 401, foreign: 200 },
  "GET /capture/export": { stranger: 401, foreign: 404 },
  "GET /csrf": { stranger: 401, foreign: 200 },
  "GET /employees": { stranger: 401, foreign: 200 },
  "GET /matrix": { stranger: 401, foreign: 200 },
  "GET /properties": { stranger: 401, foreign: 200 },
  "GET /properties/object": { stranger: 401, foreign: 200 },
  "GET /properties/row": { stranger: 401, foreign: 200 },
  "GET /settings": { stranger: 401, foreign: 200 },
  "POST /activity/:id/replay": { stranger: 401, foreign: 404 },
  "POST /capture": { stranger: 401, foreign: 200, body: { provider: "generic", map: { rules: [] } } },
  "POST /capture/arrange": { stranger: 401, foreign: 404, body: { provider: "generic", rule: 0, do: "remove" } },
  "POST /capture/import": { stranger: 401, foreign: 200, body: { provider: "generic", map: { rules: [] } } },
  "POST /capture/preview": { stranger: 401, foreign: 404, body: { map: { rules: [] } } },
  "POST /capture/replay": { stranger: 401, foreign: 200, body: { provider: "generic", which: "all" } },
  "POST /capture/restore": { stranger: 401, foreign: 404, body: { provider: "generic", version: 9 } },
  "POST /capture/start": { stranger: 401, foreign: 200 },
  "POST /employees": { stranger: 401, foreign: 200, body: { employees: [{ name: "Bohdan", extension: "777" }] } },
  "POST /employees/:id/delete": { stranger: 401, foreign: 404 },
  "POST /employees/match": { stranger: 401, foreign: 200 },
  "POST /matrix": { stranger: 401, foreign: 200, body: { cases: { "in.new.missed": { dueHours: 77 } } } },
  "POST /matrix/reset": { stranger: 401, foreign: 200 },
  "POST /preview": { stranger: 401, foreign: 200, body: callEvent(9) },
  "POST /properties": { stranger: 401, foreign: 200, body: { rows: [ownRow] } },
  "POST /properties/object": { stranger: 401, foreign: 400, body: { on: "form", objectTypeId: "2-101" } },
  "POST /properties/object/preview": { stranger: 401, foreign: 200 },
  "POST /properties/object/remove": { stranger: 401, foreign: 404, body: { id: "anna-rule" } },
  "POST /properties/row": { stranger: 401, foreign: 404, body: { ...ownRow, id: "anna-row" } },
  "POST /properties/row/preview": { stranger: 401, foreign: 200, body: ownRow },
  "POST /properties/row/remove": { stranger: 401, foreign: 404, body: { id: "anna-row" } },
  "POST /sample": { stranger: 401, foreign: 200 },
  "POST /settings": { stranger: 401, foreign: 200, body: { placeholderName: "B's", provider: "generic" } },
  "POST /settings/account": {
    stranger: 401,
    foreign: 200,
    body: { provider: "twilio", account: { accountSid: "AC1", authToken: "B's" } },
  },
  "POST /settings/account/remove": { stranger: 401, foreign: 200, body: { provider: "twilio" } },
  "POST /settings/alert-secret": { stranger: 401, foreign: 200 },
  "POST /settings/pause": { stranger: 401, foreign: 200 },
  "POST /settings/prepare": { stranger: 401, foreign: 200 },
  "POST /settings/resume": { stranger: 401, foreign: 200 },
  "POST /settings/rotate": { stranger: 401, foreign: 200 },
  "POST /settings/secret": { stranger: 401, foreign: 200, body: { secret: "whsec_c2VjcmV0" } },
  "POST /disconnect": { stranger: 401, foreign: 200, body: { confirm: true } },
  // A stranger has no session to end, and no token for it.
  "POST /sign-out": { stranger: 403, foreign: 200 },
};

function addressOf(route: string): { method: string; path: string } {
  const [method = "", path = ""] = route.split(" ");
  return { method, path: path.replace(":id", path.startsWith("/employees") ? employeeId : eventId) };
}

/** All that portal A has, as it stands in the database. */
function possessions(): Promise<unknown[]> {
  const tables = [
    "Tokens",
    "WebhookAddress",
    "ProviderSecret",
    "FieldMap",
    "ProviderAccount",
    "CallLogCheck",
    "Employee",
    "Delivery",
    "Event",
    "LedgerEntry",
  ];
  const rows = tables.map((name) => `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE "portalId" = '${portalA}'`);
  return query(
    app,
    `SELECT to_jsonb(p) AS row FROM "Portal" p WHERE id = '${portalA}' UNION ALL ${rows.join(" UNION ALL ")}`,
  );
}

function assertNothingOfA(text: string, where: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${where} shows ${secret}`);
}

test("every route of the app is in the table of this test", async () => {
  assert.deepEqual(await routesOf(app), [...open, ...Object.keys(closed)].sort());
});

test("a stranger gets no page behind the door, as HTML and as JSON", async () => {
  for (const [route, { stranger, body }] of Object.entries(closed)) {
    const { method, path } = addressOf(route);
    for (const accept of ["text/html", "application/json"]) {
      const response = await new Visitor(app).request(path, {
        method,
        headers: { accept, "content-type": "application/json" },
        ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
      });
      const text = await response.text();
      assert.equal(response.status, stranger, `${route} as ${accept}`);
      assertNothingOfA(text, route);
      if (stranger === 401) assert.match(text, /not signed in/);
      if (accept === "application/json") assert.equal(typeof (JSON.parse(text) as { error: string }).error, "string");
    }
  }
});

test("the open pages tell a stranger nothing of a portal", async () => {
  for (const path of ["/", "/healthz", "/readyz", "/install/permissions"])
    assertNothingOfA(await (await new Visitor(app).request(path)).text(), path);
});

test("an admin of portal B sees nothing of portal A on any page, and A's ids are 404", async () => {
  for (const [route, { foreign }] of Object.entries(closed)) {
    const { method, path } = addressOf(route);
    if (method !== "GET") continue;
    for (const accept of ["text/html", "application/json"]) {
      const response = await b.request(path, { headers: { accept } });
      assert.equal(response.status, foreign, `${route} as ${accept}`);
      assertNothingOfA((await response.text()).replaceAll(path, ""), route);
    }
  }
  for (const filter of ["q=Hidden", "q=380501234567", `after=${eventId.replace(/^./, "f")}`, "q=generic/c-1"])
    assertNothingOfA(JSON.stringify(await b.get(`/activity?${filter}`)), filter);
  assertNothingOfA(await (await b.request("/")).text(), "the dashboard");
});

test("an employee of portal A cannot be overwritten by naming its id", async () => {
  const before = await possessions();
  const taken = await b.post("/employees", { employees: [{ id: employeeId, name: "Taken", ownerId: null }] });
  assert.equal(taken.status, 400);
  assertNothingOfA((await taken.text()).replaceAll(employeeId, ""), "the refusal");
  assert.deepEqual(await possessions(), before);
});

test("whatever an admin of portal B posts, with A's ids too, portal A stays as it was", async () => {
  const before = await possessions();
  for (const [route, { foreign, body }] of Object.entries(closed)) {
    const { method, path } = addressOf(route);
    if (method !== "POST") continue;
    const response = await b.post(path, body ?? {});
    const text = await response.text();
    assert.equal(response.status, foreign, `${route}: ${text}`);
    assertNothingOfA(text, route);
  }
  assert.deepEqual(await possessions(), before);
  const { lane } = await json<{ lane: { state: string } }>(
    await a.request("/", { headers: { accept: "application/json" } }),
  );
  assert.equal(lane.state, "running");
  assert.equal((await b.request("/settings")).status, 401, "B itself is signed out at the end");
});

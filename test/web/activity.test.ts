// The activity list and the page of an event, as programs and people read them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, callEvent, page, query, send, webhookUrlOf } from "./setup.ts";

interface Listed {
  id: string;
  type: string;
  subject: string;
  status: string;
  receivedAt: string;
  because: string;
  plan: { do: string; what: string; because: string; state: string }[];
  records: { what: string; id: string; url: string }[];
  attempts: number;
}

interface Page {
  events: Listed[];
  next: string | null;
}

let app: TestApp;
let admin: Visitor;
let address: string;

const nasty = `<img src=x onerror=alert(1)> "O'Neil" & <b>Sons</b>`;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  address = await webhookUrlOf(admin);
  const secret = {
    authorization: "Basic c2VjcmV0",
    cookie: "sid=abc",
    "proxy-authorization": "x",
    "x-kept": "<i>kept</i>",
  };
  await send(address, callEvent(1, { client: { phone: "+380501234567", name: nasty } }), secret);
  await send(address, callEvent(2, { client: { phone: "12", name: "Too Short" } }));
  await send(address, { type: "call.started", id: "s-1", data: { call_id: "c-3" } });
  await send(address, "not an event");
  await settled(admin, 4);
});
after(() => app.stop());

const read = (query = "") => admin.get<Page>(`/activity${query}`);
const subjects = async (query: string) => (await read(query)).events.map(({ subject }) => subject);

async function eventOf(subject: string): Promise<Listed> {
  const found = (await read()).events.find((event) => event.subject === subject);
  assert.ok(found, subject);
  return found;
}

test("an event is listed with its plan, its reasons and links to the records in HubSpot", async () => {
  const { events, next } = await read();
  assert.equal(next, null);
  assert.equal(events.length, 4);
  const event = await eventOf("generic/c-1");
  assert.match(event.id, /^[\da-f]{8}-[\da-f]{4}-7/);
  assert.equal(event.type, "call.completed");
  assert.equal(event.status, "done");
  assert.ok(Math.abs(Date.parse(event.receivedAt) - Date.now()) < 60_000);
  assert.equal(event.because, "Incoming call from a new client, answered by Olena Koval.");
  assert.equal(event.attempts, 1);
  assert.deepEqual(
    event.plan.map((write) => `${write.do} ${write.what}`),
    ["create contact", "create deal", "create call"],
  );
  for (const write of event.plan) assert.deepEqual(Object.keys(write).sort(), ["because", "do", "state", "what"]);
  assert.match(event.plan[0]?.because ?? "", /^nobody has \+380…4567/);
  assert.deepEqual(
    event.records.map(({ what }) => what),
    ["contact", "deal", "call"],
  );
  const [contact] = event.records;
  assert.equal(contact?.url, `${app.sandbox.url}/contacts/1001/record/0-1/${contact?.id}`);
  assert.equal((await fetch(contact?.url ?? "")).status, 200);
});

test("the newest comes first", async () => {
  const times = (await read()).events.map(({ receivedAt }) => receivedAt);
  assert.deepEqual(times, times.toSorted().reverse());
});

test("status and type filter, alone and together; unknown ones filter nothing", async () => {
  assert.deepEqual(await subjects("?status=done"), ["generic/c-1"]);
  assert.deepEqual(await subjects("?status=ignored"), ["generic/c-3"]);
  assert.equal((await subjects("?status=parked")).length, 2);
  assert.deepEqual(await subjects("?type=call.started"), ["generic/c-3"]);
  assert.deepEqual(await subjects("?status=parked&type=call.completed"), ["generic/c-2"]);
  assert.deepEqual(await subjects("?status=waiting"), []);
  assert.equal((await subjects("?status=lost")).length, 4);
  assert.equal((await subjects("?status=done&status=parked")).length, 4);
});

test("the search finds by name, number, call id and reason, whatever the case", async () => {
  assert.deepEqual(await subjects("?q=o'neil"), ["generic/c-1"]);
  assert.deepEqual(await subjects("?q=0501234567"), ["generic/c-1"]);
  assert.deepEqual(await subjects("?q=GENERIC/c-3"), ["generic/c-3"]);
  assert.deepEqual(await subjects("?q=NEW%20CLIENT"), ["generic/c-1"]);
  assert.deepEqual(await subjects("?q=nothing-like-it"), []);
  assert.equal((await subjects("?q=%20")).length, 4);
});

test("letters that databases and browsers treat specially are letters to the search", async () => {
  assert.deepEqual(await subjects("?q=%27%3B%20DROP%20TABLE%20x"), []);
  for (const odd of ["?q=%00", "?type=%00", "?after=%00", "?after=zzz", "?q[a]=1", "?q=1&q=2"])
    assert.ok((await read(odd)).events.length >= 0, odd);
});

test("the list page has its tabs, rows and filters, and shows names as text", async () => {
  const html = await page(admin, "/activity?type=call.completed");
  assert.ok(!html.includes("<img src=x") && !html.includes("<b>Sons"));
  assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.match(html, /Created a contact because nobody has \+380…4567/);
  assert.match(html, /<option value="call\.completed" selected>/);
  assert.match(html, /Parked<span>2<\/span>/);
  const searched = await page(admin, `/activity?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  assert.ok(!searched.includes("<script>alert"));
  assert.match(searched, /Nothing matches/);
});

test("the page of an event shows what was received, without the sender's keys", async () => {
  const { id } = await eventOf("generic/c-1");
  const html = await page(admin, `/activity/${id}`);
  assert.match(html, /Show the raw delivery/);
  assert.match(html, /&#34;call_id&#34;:&#34;c-1&#34;/);
  assert.match(html, /x-kept[\s\S]*&lt;i&gt;kept&lt;\/i&gt;/);
  assert.doesNotMatch(html, /c2VjcmV0|sid=abc|proxy-authorization/);
  assert.ok(!html.includes("<img src=x") && !html.includes("<i>kept"));
  assert.match(html, /hs_call_title/);

  const { event, delivery } = await admin.get<{
    event: Listed;
    delivery: { method: string; headers: Record<string, string>; body: string };
  }>(`/activity/${id}`);
  assert.deepEqual(event, await eventOf("generic/c-1"));
  assert.equal(delivery.method, "POST");
  assert.equal(JSON.parse(delivery.body).data.client.name, nasty);
  assert.equal(delivery.headers["x-kept"], "<i>kept</i>");
  for (const name of ["authorization", "cookie", "proxy-authorization"]) assert.ok(!(name in delivery.headers), name);
});

test("a header that holds a sender's secret is neither stored nor shown, whoever the delivery is taken to be from", async () => {
  const headers = { "x-webhook-secret": "made-up-secret-1", "verification-token": "made-up-secret-2", "x-kept": "1" };
  const body = JSON.stringify({ meetingId: "secret-1", status: "meeting_created" });
  const told = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
  assert.equal((await fetch(`${address}/salescaling`, told)).status, 200);
  assert.equal((await send(address, { type: "call.started", data: { call_id: "secret-2" } }, headers)).status, 200);
  const stored = await query<{ headers: Record<string, string> }>(app, `SELECT * FROM "Delivery"`);
  assert.equal(stored.filter((row) => row.headers["x-kept"] === "1").length, 2);
  assert.doesNotMatch(JSON.stringify(stored), /made-up-secret|x-webhook-secret|verification-token/);
  const { events } = await read();
  for (const { id } of events) {
    assert.doesNotMatch(await page(admin, `/activity/${id}`), /made-up-secret|x-webhook-secret|verification-token/);
    assert.doesNotMatch(JSON.stringify(await admin.get(`/activity/${id}`)), /made-up-secret/);
  }
});

test("an event that is not there is 404 with words, whatever its id looks like", async () => {
  for (const id of ["01a00000-0000-7000-8000-000000000000", "x", "%00", "..%2Fsettings", "__proto__"])
    assert.match(await page(admin, `/activity/${id}`, 404), /There is no such event/);
});

test("a long list is read page by page, each event once, the filter kept", async () => {
  const many = Array.from({ length: 120 }, (_, n) => ({
    type: "call.started",
    id: `m-${n}`,
    data: { call_id: `many-${n}`, client: { name: "Crowd" } },
  }));
  assert.equal((await send(address, many)).status, 200);
  await settled(admin, 50);
  const pages: Listed[][] = [];
  for (let after: string | null = ""; after !== null; ) {
    const answer: Page = await read(`?q=Crowd&after=${after}`);
    pages.push(answer.events);
    after = answer.next;
  }
  assert.deepEqual(
    pages.map((events) => events.length),
    [50, 50, 20],
  );
  const ids = pages.flat().map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort().reverse());
  const html = await page(admin, "/activity?q=Crowd");
  const older = /href="(\/activity\?q=Crowd&amp;after=[^"]+)">Older/.exec(html)?.[1]?.replace("&amp;", "&") ?? "";
  assert.equal(older, `/activity?q=Crowd&after=${ids[49]}`);
});

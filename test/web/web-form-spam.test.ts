// Web forms and robots: traps, haste and links are told from visitors, floods are stopped, and a person can overrule it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { type Running, start } from "../../src/main.ts";
import { doubtIn } from "../../src/web/form-guard.ts";
import { freePort, settled, startApp, type TestApp } from "../hookswitch.ts";
import { type FormPortal, onlyStored, openPortal, page, plain, scripted, stored } from "./forms.ts";

let app: TestApp;
/** The same, behind a proxy that names the visitor's address. */
let proxied: Running;
let proxiedUrl: string;

before(async () => {
  app = await startApp();
  const port = await freePort();
  proxiedUrl = `http://localhost:${port}`;
  const env = { ...app.env, PORT: String(port), BASE_URL: "https://hookswitch.example", ROLE: "web" };
  proxied = await start(readConfig(env));
});
after(async () => {
  await proxied.stop();
  await app.stop();
});

const lead = { name: "Sample Client", email: "client@example.com" };
const links = (count: number) => Array.from({ length: count }, (_, n) => `see https://www.a${n}.test`).join("\n");

test("what speaks against a visitor, and what does not", () => {
  const rows: [fields: Record<string, string>, status: string | undefined][] = [
    [lead, undefined],
    [{ ...lead, _website: "https://spam.test" }, "ignored"],
    [{ ...lead, _elapsed: "0.4" }, "ignored"],
    [{ ...lead, _elapsed: "1,9" }, "ignored"],
    [{ ...lead, _elapsed: "2" }, undefined],
    [{ ...lead, _elapsed: "1500" }, undefined],
    [{ ...lead, _elapsed: "soon" }, undefined],
    [{ ...lead, _elapsed: "-3" }, undefined],
    [{ ...lead, message: links(5) }, undefined],
    [{ ...lead, message: links(6) }, "parked"],
    [{ ...lead, anything: "WWW.a.test www.b.test http://c http://d http://e http://f" }, "parked"],
    [{ ...lead, a: links(3), b: links(3), page_url: page }, undefined],
    [{ ...lead, website: "https://www.acme.test" }, undefined],
  ];
  for (const [fields, status] of rows)
    assert.equal(doubtIn(new Map(Object.entries(fields)))?.status, status, JSON.stringify(fields));
});

async function replayed(portal: FormPortal): Promise<string> {
  const { id } = await onlyStored(app, portal);
  const response = await portal.admin.post(`/activity/${id}/replay`);
  assert.deepEqual(await response.json(), { replayed: true });
  const [event] = await settled(portal.admin);
  return event?.because ?? "";
}

test("a robot in the trap is answered like a visitor, its form ignored with the reason, and a person may overrule it", async () => {
  const portal = await openPortal(app, "4001", [page]);
  const trapped = { ...lead, _website: "https://spam.test" };
  const response = await scripted(portal.forms, trapped, { origin: page });
  assert.deepEqual([response.status, await response.json()], [200, { ok: true }]);
  assert.equal((await plain(portal.forms, trapped, { origin: page })).status, 200, "twice is once");
  const event = await onlyStored(app, portal);
  assert.equal(event.status, "ignored");
  assert.match(event.because, /_website is filled in/);
  assert.doesNotMatch(await replayed(portal), /robot/);
});

test("what looks like spam is parked, and written when a person says so", async () => {
  const portal = await openPortal(app, "4002");
  await plain(portal.forms, { ...lead, message: links(6) });
  const event = await onlyStored(app, portal);
  assert.equal(event.status, "parked");
  assert.match(event.because, /looks like spam: it holds 6 links/);
  assert.doesNotMatch(await replayed(portal), /spam/);
});

test("a form sent in haste does not stand in the way of the same form sent by a visitor", async () => {
  const portal = await openPortal(app, "4003");
  await plain(portal.forms, { ...lead, _elapsed: "0.5" });
  await plain(portal.forms, { ...lead, _elapsed: "20" });
  const [hasty, human] = await stored(app, portal);
  assert.equal(hasty?.status, "ignored");
  assert.match(hasty?.because ?? "", /0\.5 seconds after/);
  assert.notEqual(human?.status, "ignored");
});

test("the eleventh form of a minute from one address is refused, in this portal only, with words the page may read", async () => {
  const portal = await openPortal(app, "4004", [page]);
  const other = await openPortal(app, "4005", [page]);
  const sendAs = (visitor: string, forms: string, n: number) =>
    scripted(
      forms.replace(app.url, proxiedUrl),
      { ...lead, message: `Number ${n}` },
      { origin: page, "x-forwarded-for": visitor, "x-forwarded-proto": "https" },
    );
  const statuses: number[] = [];
  for (let n = 1; n <= 12; n++) statuses.push((await sendAs("203.0.113.7", portal.forms, n)).status);
  assert.deepEqual(statuses, [...Array(10).fill(200), 429, 429]);
  const refused = await sendAs("203.0.113.7", portal.forms, 13);
  assert.equal(refused.headers.get("retry-after"), "60");
  assert.equal(refused.headers.get("access-control-allow-origin"), page);
  assert.match(await refused.text(), /wait a minute/);
  assert.equal((await sendAs("203.0.113.8", portal.forms, 14)).status, 200, "another visitor");
  assert.equal((await sendAs("203.0.113.7", other.forms, 15)).status, 200, "another portal");
  // Who has a /56 of IPv6 has as many addresses as he likes.
  for (let n = 16; n <= 25; n++) await sendAs(`2001:db8:0:1::${n}`, portal.forms, n);
  assert.equal((await sendAs("2001:db8:0:2::1", portal.forms, 26)).status, 429, "the same subscriber");
  assert.equal((await stored(app, portal)).length, 21);
});

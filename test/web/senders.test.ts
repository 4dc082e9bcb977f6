// Senders beside the chosen one: their addresses, secrets and API access, each kept apart, on the page and for programs.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { portalId } from "../../src/model/ids.ts";
import { providerNamed, providers } from "../../src/providers/index.ts";
import { control, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm } from "./form.ts";
import { type OpenStores, portal, seedEvent, storesBeside } from "./seeded.ts";
import { adminOf, callEvent, json, page, query, send, webhookUrlOf } from "./setup.ts";

interface Sender {
  name: string;
  label: string;
  webhookUrl: string;
  secretSet: boolean;
  accountSet: boolean;
}

let app: TestApp;
let admin: Visitor;
let stores: OpenStores;
let address: string;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  await control(app, "portals", { portalId: "2002" });
  stores = await storesBeside(app);
  address = await webhookUrlOf(admin);
});
after(async () => {
  await stores.close();
  await app.stop();
});

const senders = async (visitor = admin) => (await visitor.get<{ senders: Sender[] }>("/settings")).senders;
/** The section of the page, opened for one of them. */
async function section(name = "", visitor = admin): Promise<string> {
  const html = await page(visitor, name ? `/settings?sender=${name}` : "/settings");
  const found = /<section class="card section" id="senders">[\s\S]*?<\/section>/.exec(html)?.[0];
  assert.ok(found);
  return found;
}
const optionsIn = (html: string) => [...html.matchAll(/<option value="([^"]*)"/g)].map(([, name]) => name);
/** Of the block of one sender, the form that posts there. */
function formOf(html: string, name: string, action: string): URLSearchParams {
  const block = html.split('<li id="sender-').find((each) => each.startsWith(`${name}"`));
  assert.ok(block, name);
  return fieldsOf(block, action);
}

test("while nobody else has sent anything, every sender but the chosen one and web forms can be set up", async () => {
  assert.deepEqual(await senders(), []);
  const html = await section();
  assert.doesNotMatch(html, /<details/);
  const expected = providers.map(({ name }) => name).filter((name) => name !== "ringostat" && name !== "web-form");
  assert.deepEqual(optionsIn(html), expected);
});

test("a sender that is asked for shows its own address, its steps, its secret and what its access is for", async () => {
  const fireflies = providerNamed("fireflies");
  assert.ok(fireflies?.details && fireflies.account);
  const html = await section("fireflies");
  assert.match(html, /<details open>/);
  assert.ok(html.includes(`value="${address}/fireflies"`));
  assert.equal(
    html.match(/<ol class="numbered">([\s\S]*?)<\/ol>/)?.[1]?.match(/<li>/g)?.length,
    fireflies.setup.length,
  );
  assert.match(html, /id="f-secret-fireflies" type="password" name="secret"/);
  for (const { name } of fireflies.account) assert.match(html, new RegExp(`name="account\\[${name}\\]"`));
  assert.match(
    html,
    /webhooks only say that a meeting is ready: with this key Hookswitch asks for its summary and notes\./,
  );
  assert.match(html, /Nothing sent yet/);
  assert.ok(!optionsIn(html).includes("fireflies"));
  assert.deepEqual(await senders(), [], "to look is not to set up");
});

test("a name that is no sender's, the chosen one's and web forms' opens nothing", async () => {
  for (const name of ["nobody", "ringostat", "web-form", "%00", "constructor", "a&sender=b"])
    assert.doesNotMatch(await section(name), /<details/, name);
});

test("whoever has sent something is listed with the moment; web forms never with the secret address", async () => {
  await send(address, callEvent(1));
  const { formsUrl } = await admin.get<{ formsUrl: string }>("/settings");
  const form = await fetch(formsUrl, { method: "POST", body: new URLSearchParams({ email: "client@example.com" }) });
  assert.equal(form.status, 200);
  assert.match(await section(), /Your own system \(JSON\)<\/b> <span class="soft small">Last sent \d+ \w+, \d\d:\d\d</);
  assert.ok(!(await page(admin, "/settings?sender=web-form")).includes(`${address}/web-form`));
});

const keys = { aircall: "very-secret-aircall", callrail: "very-secret-callrail" };
const accounts = {
  aircall: { api_id: "very-secret-id", api_token: "very-secret-token" },
  twilio: { accountSid: "very-secret-sid", authToken: "very-secret-auth" },
};
const secretsOf = async () => {
  const addressee = await stores.addresses.find(address.slice(address.lastIndexOf("/") + 1), new Date());
  return addressee?.secrets;
};

test("secrets of two senders are kept apart, count from the next delivery on, and are never shown", async () => {
  for (const [name, secret] of Object.entries(keys)) {
    const form = formOf(await section(name), name, "/settings/secret");
    form.set("secret", secret);
    const landing = await sendForm(admin, "/settings/secret", form);
    assert.equal(landing.url, `${app.url}/settings?sender=${name}`);
    const html = await landing.text();
    assert.match(html, /The secret is stored\. From now on only signed webhooks are accepted\./);
    assert.ok(!html.includes("very-secret"));
  }
  assert.deepEqual(await secretsOf(), keys);
  const post = (name: string) => fetch(`${address}/${name}`, { method: "POST", body: JSON.stringify({ event: "x" }) });
  for (const name of Object.keys(keys)) assert.equal((await post(name)).status, 401, name);
  assert.equal((await post("twilio")).status, 200, "it has none");

  const { status } = await admin.post("/settings/secret", { provider: "aircall", secret: "very-secret-new" });
  assert.equal(status, 200);
  assert.deepEqual(await secretsOf(), { ...keys, aircall: "very-secret-new" });
  assert.ok(!JSON.stringify(await query(app, `SELECT * FROM "ProviderSecret"`)).includes("very-secret"));
});

test("access to two senders is kept apart too", async () => {
  const form = formOf(await section("aircall"), "aircall", "/settings/account");
  for (const [field, value] of Object.entries(accounts.aircall)) form.set(`account[${field}]`, value);
  const landing = await sendForm(admin, "/settings/account", form);
  assert.equal(landing.url, `${app.url}/settings?sender=aircall`);
  assert.match(await landing.text(), /The access is stored\. Aircall’s list of calls is looked at within a minute\./);
  const asJson = await admin.post("/settings/account", { provider: "twilio", account: accounts.twilio });
  assert.deepEqual(await json(asJson), { provider: "twilio", accountSet: true });
  for (const [name, account] of Object.entries(accounts))
    assert.deepEqual(await stores.accounts.find(portal, name), account, name);
  const set = (await senders()).map(({ name, secretSet, accountSet }) => [name, secretSet, accountSet]);
  assert.deepEqual(set, [
    ["twilio", false, true],
    ["aircall", true, true],
    ["callrail", true, false],
  ]);
  assert.ok((await senders()).every(({ name, webhookUrl }) => webhookUrl === `${address}/${name}`));
  assert.ok(!(await section("aircall")).includes("very-secret"));
});

test("a mistake in the form of one sender comes back to it in words, and changes nothing", async () => {
  const before = await secretsOf();
  const form = formOf(await section("aircall"), "aircall", "/settings/secret");
  form.set("secret", "x".repeat(4_001));
  const tooLong = await sendForm(admin, "/settings/secret", form);
  assert.equal(tooLong.status, 400);
  const html = await tooLong.text();
  assert.match(html, /<a href="#f-secret-aircall">The secret is longer than 4,000 characters\./);
  assert.match(html, /<details open>\s*<summary><b>Aircall/);
  assert.match(html, /id="f-secret-aircall"[^>]*aria-invalid="true"/);
  assert.match(html, /<option value="ringostat" selected>/, "the chosen sender is still shown as such");
  const account = formOf(await section("dialpad"), "dialpad", "/settings/account");
  const missing = await sendForm(admin, "/settings/account", account);
  assert.equal(missing.url, `${app.url}/settings?sender=dialpad`);
  assert.match(await missing.text(), /Not saved: .* is missing\./);
  for (const body of [
    { provider: "nobody", secret: "s" },
    { provider: "ringostat", secret: "s" },
    { provider: 7, secret: "s" },
  ])
    assert.equal((await admin.post("/settings/secret", body)).status, 400, JSON.stringify(body));
  assert.equal((await admin.post("/settings/account", { provider: "generic", account: {} })).status, 400);
  assert.deepEqual(await secretsOf(), before);
});

test("what another portal has set can neither be seen nor removed", async () => {
  const other = await adminOf(app, "2002");
  assert.deepEqual(await senders(other), []);
  assert.doesNotMatch(await section("", other), /<details/);
  assert.doesNotMatch(await section("aircall", other), /Remove the|secret set|access set/);
  assert.ok(!(await section("aircall", other)).includes(address));
  const before = [await secretsOf(), await stores.accounts.names(portal)];
  assert.equal((await other.post("/settings/account/remove", { provider: "aircall" })).status, 404);
  assert.equal((await other.post("/settings/secret", { provider: "aircall", secret: "" })).status, 404);
  assert.equal((await other.post("/settings/secret", { provider: "aircall", secret: "theirs" })).status, 200);
  assert.deepEqual([await secretsOf(), await stores.accounts.names(portal)], before);
  assert.deepEqual(await stores.addresses.secretNames(portalId.parse("2002")), ["aircall"]);
});

test("secret and access are removed by buttons of their own, those of the others stay", async () => {
  const remove = formOf(await section("aircall"), "aircall", "/settings/account/remove");
  assert.match(await (await sendForm(admin, "/settings/account/remove", remove)).text(), /The access was removed\./);
  assert.deepEqual(await stores.accounts.names(portal), ["twilio"]);
  const buttons = (await section("aircall")).match(/Remove the signing secret of Aircall/g);
  assert.equal(buttons?.length, 1);
  const removed = await admin.post("/settings/secret", { provider: "aircall", secret: "" });
  assert.deepEqual(await json(removed), { provider: "aircall", secretSet: false });
  assert.deepEqual(await secretsOf(), { callrail: keys.callrail });
  assert.equal((await admin.post("/settings/secret", { provider: "aircall", secret: "" })).status, 404);
  assert.equal((await admin.post("/settings/account/remove", { provider: "aircall" })).status, 404);
});

test("the chosen sender is set up above, and becomes another one when a different one is chosen", async () => {
  await admin.post("/settings", { provider: "twilio" });
  assert.doesNotMatch(await section("twilio"), /id="sender-twilio"/);
  assert.match(
    await page(admin, "/settings"),
    /<section class="card section" id="account">[\s\S]*Remove the access to Twilio/,
  );
  await admin.post("/settings", { provider: "ringostat" });
  assert.match(await section(), /id="sender-twilio"/);
});

test("with the access, what was parked for want of it goes on", async () => {
  const settled = { status: "parked" as const, because: "There is no access." };
  const id = await seedEvent(stores, { type: "meeting.completed", provider: "fireflies", thin: true });
  await stores.thin.settle(portal, id, settled.status, settled.because, new Date());
  const form = formOf(await section("fireflies"), "fireflies", "/settings/account");
  for (const name of form.keys()) if (name.startsWith("account[")) form.set(name, "very-secret-key");
  const html = await (await sendForm(admin, "/settings/account", form)).text();
  assert.match(html, /The access is stored\. 1 event that waits is asked for now\./);
  const { event } = await admin.get<{ event: { status: string; because: string } }>(`/activity/${id}`);
  assert.deepEqual([event.status, event.because], ["waiting", "Hookswitch asks Fireflies.ai for the rest of it."]);
});

const rsaKey = (bits: number) => generateKeyPairSync("rsa", { modulusLength: bits }).publicKey;

test("a secret that its sender could never sign with is refused at its field, and what fits is stored", async () => {
  for (const [name, wrong] of [
    ["gong", "not a key"],
    ["fathom", "whsec_!!"],
  ] as const) {
    const { fields } = await json<{ fields: Record<string, string> }>(
      await admin.post("/settings/secret", { provider: name, secret: wrong }),
      400,
    );
    assert.match(fields.secret ?? "", /\.$/, name);
    const form = formOf(await section(name), name, "/settings/secret");
    form.set("secret", wrong);
    const html = await (await sendForm(admin, "/settings/secret", form)).text();
    assert.match(
      html,
      new RegExp(`id="f-secret-${name}"[^>]*aria-invalid="true"[\\s\\S]{0,200}<p class="error">`),
      name,
    );
  }
  assert.ok(!(await senders()).some(({ name }) => name === "gong" || name === "fathom"));
  // 736 characters, and the same in the lines of a PEM.
  const key = rsaKey(4096);
  const bare = key.export({ type: "spki", format: "der" }).toString("base64");
  for (const secret of [bare, key.export({ type: "spki", format: "pem" }).toString()])
    await json(await admin.post("/settings/secret", { provider: "gong", secret }));
});

test("a key that no header may hold is refused in the words of its own sender’s section", async () => {
  const fireflies = providerNamed("fireflies");
  const [field] = fireflies?.account ?? [];
  assert.ok(field);
  const before = await stores.accounts.find(portal, "fireflies");
  for (const [value, words] of [
    ["ключ", /holds a character that no key has/],
    ["key\u200b1", /holds a character that no key has/],
    ["two\nlines", /holds a character that no key has/],
    ["k".repeat(4_001), /is longer than 4,000 characters\./],
  ] as const) {
    const answer = await admin.post("/settings/account", { provider: "fireflies", account: { [field.name]: value } });
    const { fields } = await json<{ fields: Record<string, string> }>(answer, 400);
    assert.match(fields[`account.${field.name}`] ?? "", words);
    assert.ok(fields[`account.${field.name}`]?.startsWith(`${field.label} `));
  }
  const form = formOf(await section("fireflies"), "fireflies", "/settings/account");
  form.set(`account[${field.name}]`, "k".repeat(4_001));
  const landing = await sendForm(admin, "/settings/account", form);
  assert.equal(landing.url, `${app.url}/settings?sender=fireflies`);
  assert.match(await landing.text(), new RegExp(`Not saved: ${field.label} is longer than 4,000 characters\\.`));
  assert.deepEqual(await stores.accounts.find(portal, "fireflies"), before);
});

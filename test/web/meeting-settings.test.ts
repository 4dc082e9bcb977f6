// The settings of meetings and associations, as programs and the page's form read and write them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm, submit } from "./form.ts";
import { adminOf, json, page } from "./setup.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
});
after(() => app.stop());

const unless = {
  ownDomains: [],
  meetingContacts: "create",
  meetingCompanies: "existing",
  cascadeFor: [],
  cascadeLimit: 50,
  cascadeOpenDealsOnly: false,
};
const settings = () => admin.get<Record<string, unknown>>("/settings");
const shown = async () => {
  const all = await settings();
  return Object.fromEntries(Object.keys(unless).map((name) => [name, all[name]]));
};

/** Sends the page's form with some of its fields changed; a list is a field of several values. */
async function send(change: Record<string, string | string[]>): Promise<Response> {
  const fields = fieldsOf(await page(admin, "/settings"), "/settings");
  for (const [name, value] of Object.entries(change)) {
    fields.delete(name);
    for (const each of [value].flat()) fields.append(name, each);
  }
  return sendForm(admin, "/settings", fields);
}

async function refused(change: unknown): Promise<Record<string, string>> {
  const before = await settings();
  const answer = await json<{ fields: Record<string, string> }>(await admin.post("/settings", change), 400);
  assert.deepEqual(await settings(), before);
  return answer.fields;
}

test("unless somebody changes them, meetings make contacts, no companies, and nothing else is spread", async () => {
  assert.deepEqual(await shown(), unless);
});

test("a program reads and writes each of them", async () => {
  for (const [change, saved] of [
    [{ ownDomains: ["@ACME.com", "acme.co.uk"] }, ["acme.com", "acme.co.uk"]],
    [{ ownDomains: "acme.com, acme.test\nshop.acme.test" }, ["acme.com", "acme.test", "shop.acme.test"]],
    [{ ownDomains: "" }, []],
    [{ meetingContacts: "existing" }, "existing"],
    [{ meetingCompanies: "create" }, "create"],
    [{ cascadeFor: ["call", "dialog"] }, ["call", "dialog"]],
    [{ cascadeFor: [] }, []],
    [{ cascadeLimit: 500 }, 500],
    [{ cascadeOpenDealsOnly: true }, true],
  ] as const) {
    const [name = ""] = Object.keys(change);
    const answer = await json<Record<string, unknown>>(await admin.post("/settings", change));
    assert.deepEqual(answer[name], saved, name);
    assert.deepEqual((await settings())[name], saved, name);
  }
  await json(await admin.post("/settings", unless));
});

test("the form saves all of them at once, and sent as it is it changes nothing", async () => {
  await send({
    ownDomains: "acme.com\r\nacme.co.uk",
    meetingContacts: "existing",
    meetingCompanies: "create",
    cascadeFor: ["", "call", "dialog"],
    cascadeLimit: "7",
    cascadeOpenDealsOnly: ["", "yes"],
  });
  const saved = {
    ownDomains: ["acme.com", "acme.co.uk"],
    meetingContacts: "existing",
    meetingCompanies: "create",
    cascadeFor: ["call", "dialog"],
    cascadeLimit: 7,
    cascadeOpenDealsOnly: true,
  };
  assert.deepEqual(await shown(), saved);
  assert.match(await page(admin, "/settings"), /name="cascadeFor" value="dialog" checked/);
  await submit(admin, "/settings", "/settings");
  assert.deepEqual(await shown(), saved);
});

test("a form in which nothing is ticked any more is saved as such", async () => {
  await json(await admin.post("/settings", { cascadeFor: ["call", "form", "dialog"], cascadeOpenDealsOnly: true }));
  await send({ cascadeFor: "", cascadeOpenDealsOnly: "" });
  assert.partialDeepStrictEqual(await shown(), { cascadeFor: [], cascadeOpenDealsOnly: false });
});

test("one box ticked alone is saved too", async () => {
  await send({ cascadeFor: ["", "form"] });
  assert.deepEqual((await shown()).cascadeFor, ["form"]);
});

test("what cannot be is refused in words, by the name of its field", async () => {
  for (const [change, field, words] of [
    [{ ownDomains: ["acme.com", "acme"] }, "ownDomains", /^“acme” must be a domain such as acme\.com$/],
    [{ ownDomains: "acme.com\nhttps://acme.com" }, "ownDomains", /^“https:\/\/acme\.com” must be a domain/],
    [{ ownDomains: [7] }, "ownDomains", /./],
    [{ meetingContacts: "some" }, "meetingContacts", /./],
    [{ meetingCompanies: true }, "meetingCompanies", /./],
    [{ cascadeFor: ["call", "fax"] }, "cascadeFor", /^“fax” /],
    [{ cascadeFor: 1 }, "cascadeFor", /./],
    [{ cascadeLimit: 0 }, "cascadeLimit", /^must be 1 or more$/],
    [{ cascadeLimit: 501 }, "cascadeLimit", /^must be 500 or less$/],
    [{ cascadeLimit: "many" }, "cascadeLimit", /^must be a whole number$/],
    [{ cascadeLimit: 1.5 }, "cascadeLimit", /^must be a whole number$/],
    [{ cascadeOpenDealsOnly: "maybe" }, "cascadeOpenDealsOnly", /./],
  ] as const) {
    const fields = await refused(change);
    assert.deepEqual(Object.keys(fields), [field], JSON.stringify(change));
    assert.match(fields[field] ?? "", words);
  }
});

test("a form with mistakes comes back with the fields marked and everything as it was typed", async () => {
  const before = await settings();
  const response = await send({
    ownDomains: "acme.com\r\nacme",
    cascadeFor: ["", "form", "dialog"],
    cascadeLimit: "",
    cascadeOpenDealsOnly: ["", "yes"],
  });
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /href="#f-ownDomains">“acme” must be a domain such as acme\.com/);
  assert.match(html, /<textarea id="f-ownDomains"[^>]*aria-invalid="true">acme\.com\r?\nacme<\/textarea>/);
  assert.match(html, /href="#f-cascadeLimit">must be a whole number/);
  const fields = fieldsOf(html, "/settings");
  assert.deepEqual(fields.getAll("cascadeFor"), ["", "form", "dialog"]);
  assert.deepEqual(fields.getAll("cascadeOpenDealsOnly"), ["", "yes"]);
  assert.deepEqual(await settings(), before);
});

test("the page says what each of them does", async () => {
  const html = await page(admin, "/settings");
  for (const words of [
    /every participant’s contact, of all their companies, and of all deals of both/,
    /The domains of your HubSpot users and your employees count anyway, except those where anybody can have an address, such as gmail\.com\./,
    /Ticked here, it goes onto all companies of the contact and all deals of both/,
    /So many companies, and so many deals; 50 unless you change it\./,
    /Open deals only/,
  ])
    assert.match(html, words);
});

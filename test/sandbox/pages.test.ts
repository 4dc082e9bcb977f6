// The CRM pages over HTTP: what they show, what they keep out, and a deal that is edited there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, linkTo, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const page = async (hubspot: LocalHubSpot, path: string) => String((await hubspot.send("GET", path)).is(200).body);

test("the start page lists the accounts and how to connect", async (t) => {
  const hubspot = await localHubSpot(t);
  const html = await page(hubspot, "/");
  assert.match(html, /\/contacts\/1001\/objects\/0-1\/views\/all\/list/);
  assert.match(html, /sandbox-client/);
});

test("a record page shows a call with owner, outcome, duration and recording", async (t) => {
  const hubspot = await localHubSpot(t);
  const contact = await hubspot.create("contacts", { firstname: "Olena", lastname: "Marchuk" });
  const call = {
    hs_timestamp: "2026-11-22T10:00:00Z",
    hs_call_title: "Inbound call",
    hs_call_duration: "95000",
    hs_call_disposition: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
    hs_call_recording_url: "https://recordings.example/c-1.mp3",
    hubspot_owner_id: "70100002",
  };
  await hubspot.create("calls", call, [linkTo(contact, 194)]);
  const html = await page(hubspot, `/contacts/1001/record/0-1/${contact}`);
  for (const part of [
    "Olena Marchuk",
    "Inbound call",
    "1 min 35 s",
    "Connected",
    "Marko Bondar",
    "22 Nov 2026, 12:00",
  ]) {
    assert.ok(html.includes(part), part);
  }
  assert.match(html, /<audio controls preload="none" src="https:\/\/recordings\.example\/c-1\.mp3">/);
});

for (const [body, shown] of [
  ["<script>alert(1)</script><p>fine</p>", "<p>fine</p>"],
  ["<p onclick=alert(1)>fine</p>", "<p>fine</p>"],
  ["<img src=x onerror=alert(1)>fine", "fine"],
  ["<a href='javascript:alert(1)'>fine</a>", "<span>fine</span>"],
  [
    '<a href="https://x.test/?a=1&b=2">fine</a>',
    '<a href="https://x.test/?a=1&amp;b=2" rel="noreferrer noopener" target="_blank">fine</a>',
  ],
  ["1 < 2 & <b>fine", "1 &lt; 2 &amp; <b>fine</b>"],
  ["<svg/onload=alert(1)>fine", "fine"],
  ["<scr<script>x</script>ipt>alert(1)</script>", "alert(1)"],
  ["line one\nline two", "line one<br>line two"],
] as const) {
  test(`the body ${JSON.stringify(body)} is shown safely`, async (t) => {
    const hubspot = await localHubSpot(t);
    const note = await hubspot.create("notes", { hs_timestamp: "2026-11-22T10:00:00Z", hs_note_body: body });
    const html = await page(hubspot, `/contacts/1001/record/0-46/${note}`);
    assert.ok(
      html.includes(`<div class="body">${shown}</div>`),
      html.split('<div class="body">')[1]?.split("</div>")[0],
    );
  });
}

test("names are escaped and pages carry a strict policy without scripts", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "<b>Anna</b>" });
  const answer = await hubspot.send("GET", `/contacts/1001/record/0-1/${id}`);
  assert.match(String(answer.body), /&lt;b&gt;Anna/);
  assert.doesNotMatch(String(answer.body), /<script/);
  assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
});

test("contacts are searched and paged", async (t) => {
  const hubspot = await localHubSpot(t, { seed: "demo" });
  const list = "/contacts/1001/objects/0-1/views/all/list";
  assert.match(await page(hubspot, list), /1–25 of 2000/);
  assert.match(await page(hubspot, `${list}?page=2`), /26–50 of 2000/);
  assert.match(await page(hubspot, `${list}?query=nobodyhasthisname`), /Nothing found/);
});

test("the board sorts deals by stage, and links the record pages", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("deals", {
    dealname: "Oak kitchen",
    pipeline: "default",
    dealstage: "contractsent",
    amount: "1500",
  });
  const html = await page(hubspot, "/contacts/1001/objects/0-3/views/all/board");
  const stage = html.split('aria-label="Contract sent"')[1]?.split("</section>")[0] ?? "";
  assert.ok(stage.includes("Oak kitchen") && stage.includes(`/contacts/1001/record/0-3/${id}`));
});

test("a deal is edited on its page; a bad amount is refused in words", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("deals", { dealname: "D", pipeline: "default", dealstage: "contractsent" });
  const path = `/contacts/1001/record/0-3/${id}`;
  const edit = (values: Record<string, string>) => hubspot.send("POST", path, new URLSearchParams(values));
  assert.equal((await edit({ dealstage: "closedwon", amount: "990" })).is(303).headers.get("location"), path);
  const read = await hubspot.api("GET", `${OBJECTS}/deals/${id}`);
  assert.partialDeepStrictEqual(read.at("properties"), { dealstage: "closedwon", amount: "990" });
  const refused = (await edit({ amount: "a lot" })).is(303);
  assert.match(await page(hubspot, refused.headers.get("location") ?? ""), /a lot was not a valid number/);
});

test("what does not exist is 404", async (t) => {
  const hubspot = await localHubSpot(t);
  for (const path of [
    "/contacts/1001/record/0-1/999",
    "/contacts/9/record/0-1/101",
    "/contacts/1001/objects/9-9/views/all/list",
  ]) {
    (await hubspot.send("GET", path)).is(404);
  }
});

test("a phone number is found however it is typed", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.create("contacts", { firstname: "Olena", phone: "050-765-43-21" });
  for (const query of ["+380507654321", "050 765 43 21", "507654321"]) {
    const path = `/contacts/1001/objects/0-1/views/all/list?${new URLSearchParams({ query })}`;
    assert.match(await page(hubspot, path), /Olena/, query);
  }
});

test("a long timeline ends with what is older", async (t) => {
  const hubspot = await localHubSpot(t);
  const contact = await hubspot.create("contacts", { firstname: "Olena" });
  const objects = Array.from({ length: 203 }, (_, n) => ({
    type: "notes",
    properties: { hs_timestamp: String(n * 1000), hs_note_body: `note ${n}.` },
    associations: [{ toType: "contacts", toId: contact }],
  }));
  await hubspot.control("seed", { objects });
  const html = await page(hubspot, `/contacts/1001/record/0-1/${contact}`);
  assert.match(html, /note 202\.[\s\S]*note 3\.[\s\S]*and 3 older/);
  assert.doesNotMatch(html, /note 2\./);
});

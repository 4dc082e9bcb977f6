// What the activity pages say of events that are half way: the state of every write, and the steps of a sign-up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CreateWrite, Write } from "../../src/model/plan.ts";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { type OpenStores, portal, type Seed, seedEvent, storesBeside } from "./seeded.ts";
import { adminOf, page } from "./setup.ts";

interface Shown {
  id: string;
  status: string;
  step?: string;
  plan: { do: string; what: string; because: string; state: string }[];
  records: { what: string; id: string }[];
}

let app: TestApp;
let admin: Visitor;
let stores: OpenStores;
let next = 0;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  stores = await storesBeside(app);
});
after(async () => {
  await stores.close();
  await app.stop();
});

/** Keys are unique in a portal, so each seed has its own. */
const keyed = () => {
  const at = `k${next++}`;
  return (name: string) => `${at}/${name}`;
};

function create(what: CreateWrite["what"], key: string, properties: Record<string, string>, because: string): Write {
  return { do: "create", what, key, properties, associate: [], because };
}

async function seeded(seed: Seed): Promise<{ id: string; event: Shown; html: string }> {
  const id = await seedEvent(stores, seed);
  const { event } = await admin.get<{ event: Shown }>(`/activity/${id}`);
  return { id, event, html: await page(admin, `/activity/${id}`) };
}

const states = ({ plan }: Shown) => plan.map(({ state }) => state);
/** "Create a deal · sent" for each step of the page. */
const stepsIn = (html: string) =>
  [...html.matchAll(/<li class="(planned|sent|done|refused)">\s*<h3>(.*?) <span class="state">(.*?)<\/span>/g)].map(
    ([, state, title, text]) => `${title} · ${state} · ${text}`,
  );
async function rowOf(id: string): Promise<string> {
  const list = await page(admin, "/activity");
  return list.split("<li>\n  <time").find((row) => row.includes(`/activity/${id}"`)) ?? "";
}

test("each write of a plan says how far it is, as JSON and on the page", async () => {
  const key = keyed();
  const { id, event, html } = await seeded({
    type: "call.completed",
    writes: [
      create("contact", key("contact"), { firstname: "Olha" }, "nobody has +380…1122"),
      { do: "use", what: "company", key: key("company"), ref: { id: "77" }, name: "Acme", because: "she works there" },
      create("deal", key("deal"), { dealname: "Roof" }, "the client is new"),
      create("call", key("call"), {}, "the call was answered"),
    ],
    entries: { [key("contact")]: { state: "done", id: "101" }, [key("deal")]: { state: "sent" } },
  });
  assert.deepEqual(states(event), ["done", "done", "sent", "planned"]);
  assert.deepEqual(Object.keys(event.plan[0] ?? {}).sort(), ["because", "do", "state", "what"]);
  assert.ok(!("step" in event), "only sign-ups go by steps");
  const [listed] = (await admin.get<{ events: Shown[] }>("/activity")).events;
  assert.deepEqual(listed, event);
  assert.deepEqual(stepsIn(html), [
    "Created a contact · done · Done",
    "Used the existing company · done · Done",
    "Create a deal · sent · Under way: HubSpot has not answered yet",
    "Create a call · planned · Still to do",
  ]);
  const row = await rowOf(id);
  assert.match(row, /Created a contact because nobody has \+380…1122\./);
  assert.match(row, /Will create a call because the call was answered\./);
});

test("a refused write says why it was wanted and why it was refused", async () => {
  const key = keyed();
  const because = "HubSpot wants the property <industry>";
  const { id, event, html } = await seeded({
    type: "form.submitted",
    writes: [
      create("contact", key("contact"), {}, "nobody has olha@client.test"),
      create("deal", key("deal"), {}, "the client is new"),
    ],
    entries: { [key("contact")]: { state: "done", id: "102" }, [key("deal")]: { state: "refused", because } },
    settled: { status: "parked", because: "HubSpot refused to create the deal." },
  });
  assert.deepEqual(states(event), ["done", "refused"]);
  assert.equal(event.plan[1]?.because, "the client is new");
  assert.deepEqual(stepsIn(html), ["Created a contact · done · Done", "Create a deal · refused · Refused"]);
  assert.match(
    html,
    /Because the client is new\.<\/p>\s*<p class="why">HubSpot wants the property &lt;industry&gt;\.<\/p>/,
  );
  assert.match(await rowOf(id), /Could not create a deal: HubSpot wants the property &lt;industry&gt;\./);
});

test("a record that HubSpot already had is called used, with the ledger’s reason", async () => {
  const key = keyed();
  const found = "HubSpot already had it, so nothing was made twice";
  const { html } = await seeded({
    type: "form.submitted",
    writes: [create("contact", key("contact"), { email: "olha@client.test" }, "nobody has it")],
    entries: { [key("contact")]: { state: "done", id: "103", because: found } },
    settled: { status: "done", because: "The form of a new client." },
  });
  assert.deepEqual(stepsIn(html), ["Used the existing contact · done · Done"]);
  assert.match(html, /Because HubSpot already had it, so nothing was made twice\./);
});

test("records are called by their own names: a meeting, each of its people, a company; a note has none", async () => {
  const key = keyed();
  const people = ["Olha", "Petro"].map((firstname) => create("contact", key(firstname), { firstname }, "new"));
  const { id, html } = await seeded({
    type: "meeting.completed",
    writes: [
      ...people,
      create("contact", key("address"), { email: "nameless@client.test" }, "new"),
      create("company", key("company"), { name: "Client Ltd" }, "nobody has client.test"),
      create("meeting", key("meeting"), { hs_meeting_title: "Kick-off" }, "it keeps the summary"),
      create("note", key("note"), { hs_note_body: "Text" }, "it keeps the notes"),
    ],
    entries: Object.fromEntries(
      ["Olha", "Petro", "address", "company", "meeting", "note"].map((name, index) => [
        key(name),
        { state: "done" as const, id: String(200 + index) },
      ]),
    ),
    settled: { status: "done", because: "The meeting." },
  });
  const chips = (text: string) =>
    [...text.matchAll(/class="chip"[^>]*><span>(\w+)<\/span><b>(.*?)<\/b>/g)].map(
      ([, what, label]) => `${what} ${label}`,
    );
  const expected = [
    "Contact Olha",
    "Contact Petro",
    "Contact nameless@client.test",
    "Company Client Ltd",
    "Meeting Kick-off",
    "Note 205",
  ];
  assert.deepEqual(chips(html), expected);
  assert.deepEqual(chips(await rowOf(id)), expected);
});

test("a meeting of many people is short in the list and whole on its page", async () => {
  const key = keyed();
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
  const { id, html } = await seeded({
    type: "meeting.completed",
    writes: [
      ...names.map((name) => create("contact", key(name), { firstname: name }, "new")),
      create("meeting", key("meeting"), { hs_meeting_title: "Kick-off" }, "it keeps the summary"),
    ],
    entries: Object.fromEntries(
      [...names, "meeting"].map((name, index) => [key(name), { state: "done", id: String(300 + index) }]),
    ),
    settled: { status: "done", because: "The meeting." },
  });
  const row = await rowOf(id);
  assert.match(row, /<li>Created 40 contacts\.<\/li>/);
  assert.match(row, /<li>Created a meeting because it keeps the summary\.<\/li>/);
  assert.equal(row.match(/class="chip"/g)?.length, 5);
  assert.match(row, />Kick-off</);
  assert.match(row, />36 more</);
  assert.equal(stepsIn(html).length, 41);
  assert.equal(html.match(/class="chip"/g)?.length, 41);
});

test("a sign-up shows step by step where it stands, while it waits and when it is done", async () => {
  const key = keyed();
  const writes: Write[] = [
    create("company", key("company"), { name: "Client Ltd" }, "no company has the domain client.test"),
    create("contact", key("contact"), { email: "olha@client.test" }, "nobody has olha@client.test"),
    {
      do: "associate",
      what: "contact",
      key: key("links"),
      ref: { key: key("contact") },
      associate: [{ what: "company", ref: { key: key("company") } }],
      because: "she signed up for it",
    },
  ];
  const company = { [key("company")]: { state: "done" as const, id: "401" } };
  const { id, event, html } = await seeded({ type: "customer.registered", writes, entries: company });
  assert.equal(event.step, "contact");
  assert.deepEqual(states(event), ["done", "planned", "planned"]);
  assert.deepEqual(stepsIn(html), [
    "Company created · done · Done",
    "Contact found or created · planned · Still to do",
    "Contact associated with company · planned · Still to do",
    "Done · planned · Still to do",
  ]);
  assert.match(await rowOf(id), /Waiting · 1 of 3 steps done: company</);

  const rest = { state: "done" as const, hubspotId: "402" };
  await stores.ledger.finish(portal, [
    { key: key("contact"), ...rest },
    { key: key("links"), ...rest },
  ]);
  await stores.events.settle(portal, [{ eventId: id, status: "done", because: "Signed up." }], new Date());
  assert.equal((await admin.get<{ event: Shown }>(`/activity/${id}`)).event.step, "done");
  assert.ok(stepsIn(await page(admin, `/activity/${id}`)).every((step) => step.endsWith("· done · Done")));
  const row = await rowOf(id);
  assert.doesNotMatch(row, /steps done/);
  assert.match(row, /Linked the contact with 1 company because she signed up for it\./);
});

test("a sign-up of which nothing is decided yet shows what is before it", async () => {
  const { id, event, html } = await seeded({ type: "customer.updated", who: "Olha Client" });
  assert.equal(event.step, "company");
  assert.deepEqual(event.plan, []);
  assert.equal(stepsIn(html).length, 4);
  assert.match(await rowOf(id), /Waiting · 0 of 3 steps done</);
});

test("a thin event that waits says what it waits for, and never that it is next in line", async () => {
  const { id, html } = await seeded({ type: "meeting.completed", provider: "fireflies", thin: true });
  assert.match(html, /Not decided yet\. It is next in line\./, "while nothing is known to hold it up");
  const because = "Fireflies.ai is still writing. Hookswitch asks again at 23 Nov, 14:01.";
  await stores.thin.askAgain(portal, id, new Date(Date.now() + 60_000), because);
  const waiting = await page(admin, `/activity/${id}`);
  assert.ok(waiting.includes(because));
  assert.match(waiting, /Not decided yet\./);
  assert.doesNotMatch(waiting, /next in line/);
});

test("a long title is cut in the list and in the heading, and whole on hover", async () => {
  const title = `${"Roof talk & more ".repeat(9)}12345😀${" the end".repeat(40)}`;
  const { id, html } = await seeded({ type: "meeting.completed", who: title });
  const cut = `${"Roof talk &amp; more ".repeat(9)}12345…`;
  const whole = title.replaceAll("&", "&amp;");
  for (const text of [html, await rowOf(id)]) {
    assert.ok(text.includes(` title="${whole}">${cut}</span>`));
    assert.ok(!text.includes("\ufffd"));
  }
  const short = await seeded({ type: "meeting.completed", who: "Roof talk: Olha" });
  assert.match(short.html, /<span class="soft">Roof talk: Olha<\/span>/);
});

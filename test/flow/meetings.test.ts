// Meetings end to end: two activities on everybody who took part and on what is theirs, once, and within HubSpot's limits.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  control,
  hubspot,
  type InstalledApp,
  linkedWith,
  type SandboxRecord,
  sandboxRecords,
  seed,
  settled,
  startInstalledApp,
} from "../hookswitch.ts";

let app: InstalledApp;
let seen = 0;

before(async () => {
  app = await startInstalledApp({ ownDomains: ["acme.test"] });
});
after(() => app?.stop());

type Data = Record<string, unknown>;

async function send(type: string, meetingId: string, data: Data = {}): Promise<void> {
  const event = {
    type,
    id: `${meetingId}-${++seen}`,
    time: "2026-11-20T11:00:00Z",
    data: { meeting_id: meetingId, ...data },
  };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(event) });
  assert.equal(answer.status, 200);
  await settled(app.admin, seen);
}

/** The meeting and the note that bear the reference of one meeting's title. */
async function activitiesOf(title: string): Promise<{ meetings: SandboxRecord[]; notes: SandboxRecord[] }> {
  const [meetings, notes] = await Promise.all([sandboxRecords(app, "meetings"), sandboxRecords(app, "notes")]);
  return {
    meetings: meetings.filter(({ properties }) => properties.hs_meeting_title?.includes(title)),
    notes: notes.filter(({ properties }) => properties.hs_note_body?.includes(title)),
  };
}

async function requests(work: () => Promise<void>): Promise<number> {
  const total = async () => {
    const answer = await fetch(`${app.sandbox.url}/_sandbox/counters`);
    const { total } = (await answer.json()) as { total: number };
    return total;
  };
  const before = await total();
  await work();
  return (await total()) - before;
}

const when = { started_at: "2026-11-20T10:00:00Z", ended_at: "2026-11-20T10:45:00Z" };
const analysis = {
  summary: "# Roof\n\n**Anna** wants a new roof. <script>alert(1)</script>",
  topics: ["Roof", "Price"],
  next_steps: [{ text: "Send the offer", assignee: "Oleh", due: "2026-11-25T00:00:00Z" }],
  score: { value: 8, max: 10 },
};
const notes = [
  { note_id: "n-1", category: "Pain", text: "It <b>leaks</b>", at_seconds: 65, link: "https://notes.test/n-1" },
  { note_id: "n-2", category: "Budget", text: "10,000", at_seconds: 130, link: "https://notes.test/n-2" },
  { note_id: "n-3", category: "Pain", text: "Since March", at_seconds: 70 },
];

test("a processed meeting becomes exactly two activities on contact, company and deal", async () => {
  const company = await seed(app, "companies", { name: "Client Ltd", domain: "client.test" });
  const contact = await seed(app, "contacts", { email: "anna@client.test", firstname: "Anna" }, [
    { toType: "companies", toId: company },
  ]);
  const deal = await seed(app, "deals", { dealname: "Roof", dealstage: "appointmentscheduled", pipeline: "default" }, [
    { toType: "companies", toId: company },
  ]);
  await send("meeting.completed", "m-1", {
    title: "Roof talk",
    ...when,
    url: "https://notes.test/m-1",
    recording_url: "https://notes.test/m-1.mp4",
    organizer: { email: "oleh@acme.test" },
    participants: [{ email: "oleh@acme.test" }, { name: "Anna", email: "Anna@Client.test" }],
    analysis,
    notes,
  });
  const { meetings, notes: written } = await activitiesOf("Roof talk");
  assert.deepEqual([meetings.length, written.length], [1, 1]);
  for (const activity of [...meetings, ...written]) {
    assert.deepEqual(await linkedWith(app, activity, "contacts"), [contact]);
    assert.deepEqual(await linkedWith(app, activity, "companies"), [company]);
    assert.deepEqual(await linkedWith(app, activity, "deals"), [deal]);
  }
  const summary = meetings[0]?.properties.hs_meeting_body ?? "";
  for (const part of ["Score: 8 of 10", "Price", "Send the offer", "https://notes.test/m-1.mp4", "&lt;script&gt;"])
    assert.ok(summary.includes(part), `${part} in ${summary}`);
  const body = written[0]?.properties.hs_note_body ?? "";
  assert.ok(body.indexOf("Since March") < body.indexOf("Budget"), body);
  assert.ok(!body.includes("<b>leaks"), body);
  assert.equal(
    (await sandboxRecords(app, "contacts")).filter(({ properties }) => properties.email?.endsWith("acme.test")).length,
    0,
  );
});

test("the same meeting told again writes nothing, a correction changes both, a deletion marks both", async () => {
  await send("meeting.completed", "m-1", { title: "Roof talk", ...when });
  assert.deepEqual(await counts("Roof talk"), [1, 1]);
  const corrected = { ...analysis, summary: "Anna wants **two** roofs." };
  await send("meeting.analyzed", "m-1", { analysis: corrected, notes: [{ ...notes[0], text: "It drips" }] });
  const { meetings, notes: written } = await activitiesOf("Roof talk");
  assert.deepEqual([meetings.length, written.length], [1, 1]);
  assert.match(meetings[0]?.properties.hs_meeting_body ?? "", /two/);
  assert.match(written[0]?.properties.hs_note_body ?? "", /It drips/);
  assert.doesNotMatch(written[0]?.properties.hs_note_body ?? "", /leaks/);
  await send("meeting.deleted", "m-1");
  const marked = await activitiesOf("Roof talk");
  assert.deepEqual([marked.meetings.length, marked.notes.length], [1, 1]);
  assert.match(marked.meetings[0]?.properties.hs_meeting_title ?? "", /^Deleted: /);
  assert.match(marked.notes[0]?.properties.hs_note_body ?? "", /was deleted/);
});

async function counts(title: string): Promise<[number, number]> {
  const { meetings, notes: written } = await activitiesOf(title);
  return [meetings.length, written.length];
}

test("what a person writes into the summary stays when the note-taker corrects it", async () => {
  await send("meeting.completed", "m-2", {
    title: "Cellar",
    ...when,
    participants: [{ email: "anna@client.test" }],
    analysis,
  });
  const [meeting] = (await activitiesOf("Cellar")).meetings;
  assert.ok(meeting);
  const body = `<p>Call her before noon.</p>${meeting.properties.hs_meeting_body}`;
  await hubspot(app, "PATCH", `meetings/${meeting.id}`, { properties: { hs_meeting_body: body } });
  await send("meeting.analyzed", "m-2", { analysis: { ...analysis, summary: "It is wet." } });
  const [now] = (await activitiesOf("Cellar")).meetings;
  assert.match(now?.properties.hs_meeting_body ?? "", /Call her before noon[\s\S]*It is wet/);
});

test("guests are found by a further address and by number, made when nobody has them, and linked with their company", async () => {
  const known = await seed(app, "contacts", { email: "first@other.test", hs_additional_emails: "second@other.test" });
  const byPhone = await seed(app, "contacts", { phone: "+380671112233", firstname: "Petro" });
  const company = await seed(app, "companies", { name: "Other", domain: "other.test" });
  await send("meeting.completed", "m-3", {
    title: "Guests",
    ...when,
    analysis,
    participants: [
      { email: "second@other.test" },
      { name: "Petro", phone: "067 111 22 33" },
      { name: "Nina New", email: "nina@other.test" },
      { name: "Fred Free", email: "fred@gmail.com" },
      { name: "Nobody" },
    ],
  });
  const [meeting] = (await activitiesOf("Guests")).meetings;
  assert.ok(meeting);
  const contacts = await sandboxRecords(app, "contacts");
  const idOf = (email: string) => contacts.find(({ properties }) => properties.email === email)?.id;
  const nina = contacts.find(({ properties }) => properties.email === "nina@other.test");
  assert.ok(nina);
  assert.deepEqual(
    (await linkedWith(app, meeting, "contacts")).sort(),
    [known, byPhone, nina.id, idOf("fred@gmail.com") ?? ""].sort(),
  );
  assert.deepEqual(await linkedWith(app, nina, "companies"), [company]);
  assert.deepEqual(await linkedWith(app, meeting, "companies"), [company]);
});

test("a meeting of our own people is not written, one of nobody waits for whoever took part", async () => {
  await send("meeting.completed", "m-4", { title: "Internal", ...when, participants: [{ email: "oleh@acme.test" }] });
  assert.deepEqual(await counts("Internal"), [0, 0]);
  const { events } = await app.admin.get<{ events: { status: string; because: string }[] }>("/activity?q=Internal");
  assert.deepEqual(
    [events[0]?.status, events[0]?.because],
    ["ignored", "Only our own people took part in this meeting."],
  );
});

test("a meeting of 40 people, 12 companies and 60 deals takes at most 12 requests", async (context) => {
  const companies: string[] = [];
  for (let index = 0; index < 12; index++)
    companies.push(await seed(app, "companies", { name: `C ${index}`, domain: `c${index}.test` }));
  for (let index = 0; index < 60; index++) {
    const toId = companies[index % 12] ?? "";
    await seed(app, "deals", { dealname: `D ${index}`, dealstage: "appointmentscheduled", pipeline: "default" }, [
      { toType: "companies", toId },
    ]);
  }
  const participants = Array.from({ length: 40 }, (_, index) => ({ email: `p${index}@c${index % 12}.test` }));
  // Eight of them are new.
  for (let index = 0; index < 32; index++)
    await seed(app, "contacts", { email: `p${index}@c${index % 12}.test`, firstname: `P ${index}` }, [
      { toType: "companies", toId: companies[index % 12] ?? "" },
    ]);
  await app.admin.post("/settings", { cascadeLimit: 100 });
  const made = await requests(() =>
    send("meeting.completed", "m-5", { title: "Forum", ...when, participants, analysis, notes }),
  );
  const { meetings, notes: written } = await activitiesOf("Forum");
  for (const activity of [...meetings, ...written]) {
    assert.equal((await linkedWith(app, activity, "contacts")).length, 40);
    assert.equal((await linkedWith(app, activity, "companies")).length, 12);
    assert.equal((await linkedWith(app, activity, "deals")).length, 60);
  }
  context.diagnostic(`${made} requests`);
  assert.ok(made <= 12, `${made} requests`);
});

test("a meeting whose answer is lost is looked for and not written again", async () => {
  for (const type of ["meetings", "notes", "contacts"])
    await control(app, "faults", {
      match: `POST /crm/objects/.*/${type}/batch/create`,
      times: 1,
      status: 502,
      effect: "after",
    });
  await send("meeting.completed", "m-6", {
    title: "Lost",
    ...when,
    participants: [{ email: "lost@client.test", name: "Lost" }],
    analysis,
    notes,
  });
  assert.deepEqual(await counts("Lost"), [1, 1]);
  const lost = (await sandboxRecords(app, "contacts")).filter(
    ({ properties }) => properties.email === "lost@client.test",
  );
  assert.equal(lost.length, 1);
});

test("a deal that is deleted while half of a meeting is written does not hold up the other half", async () => {
  const stage = { dealstage: "appointmentscheduled", pipeline: "default" };
  const contact = await seed(app, "contacts", { email: "half@half.test", firstname: "Half" });
  const links = [{ toType: "contacts", toId: contact }];
  const [stays, goes] = [
    await seed(app, "deals", { dealname: "Stays", ...stage }, links),
    await seed(app, "deals", { dealname: "Goes", ...stage }, links),
  ];
  const fault = { match: "POST /crm/objects/.*/notes/batch/create", times: 1, status: 503, effect: "none" };
  await control(app, "faults", { ...fault, headers: { "retry-after": "1" } });
  const sent = send("meeting.analyzed", "m-7", {
    title: "Half",
    ...when,
    participants: [{ email: "half@half.test" }],
    analysis,
    notes,
  });
  while ((await activitiesOf("Half")).meetings.length === 0) await new Promise((next) => setImmediate(next));
  await hubspot(app, "DELETE", `deals/${goes}`);
  await sent;
  const { meetings, notes: written } = await activitiesOf("Half");
  assert.deepEqual([meetings.length, written.length], [1, 1]);
  assert.deepEqual(await linkedWith(app, written[0] ?? { type: "notes", id: "", properties: {} }, "deals"), [stays]);
});

// The guests of a meeting when something is in the way: refused, deleted, told of twice, sharing a telephone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ActivityEvent,
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
  app = await startInstalledApp();
});
after(() => app?.stop());

type Data = Record<string, unknown>;
const when = { started_at: "2026-11-20T10:00:00Z", ended_at: "2026-11-20T10:45:00Z" };
const content = { analysis: { summary: "S" }, notes: [{ note_id: "n-1", category: "Pain", text: "It leaks" }] };
const stage = { dealstage: "appointmentscheduled", pipeline: "default" };

/** All in one delivery. */
async function tell(...told: { type: string; id: string; data: Data }[]): Promise<ActivityEvent> {
  const events = told.map(({ type, id, data }) => ({
    type,
    id: `${id}-${++seen}`,
    time: new Date(Date.UTC(2026, 10, 20, 11, seen)).toISOString(),
    data: { meeting_id: id, title: id, ...data },
  }));
  const headers = { "content-type": "application/json" };
  await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(events) });
  const [last] = await settled(app.admin, seen);
  assert.ok(last);
  return last;
}

async function the(type: "meetings" | "notes", title: string): Promise<SandboxRecord> {
  const property = type === "meetings" ? "hs_meeting_title" : "hs_note_body";
  const found = (await sandboxRecords(app, type)).filter(({ properties }) => properties[property]?.includes(title));
  assert.equal(found.length, 1, `${found.length} ${type} of ${title}`);
  const [only] = found;
  assert.ok(only);
  return only;
}

async function contactsWith(email: string): Promise<SandboxRecord[]> {
  return (await sandboxRecords(app, "contacts")).filter(({ properties }) => properties.email === email);
}

test("a guest whom HubSpot refuses costs neither the meeting nor its later notes", async () => {
  const participants = [{ email: "good@refused.test" }, { email: "bad,x@refused.test" }];
  await tell({ type: "meeting.completed", id: "refused", data: { ...when, participants } });
  const event = await tell({ type: "meeting.analyzed", id: "refused", data: content });
  assert.equal(event.status, "done", event.because);
  const [good] = await contactsWith("good@refused.test");
  assert.deepEqual(await linkedWith(app, await the("notes", "refused"), "contacts"), [good?.id]);
});

test("a guest who is deleted before the notes come is left out of them", async () => {
  const gone = await seed(app, "contacts", { email: "gone@deleted.test", firstname: "Gone" });
  const stays = await seed(app, "contacts", { email: "stays@deleted.test", firstname: "Stays" });
  const participants = [{ email: "gone@deleted.test" }, { email: "stays@deleted.test" }];
  await tell({ type: "meeting.completed", id: "deleted", data: { ...when, participants } });
  await hubspot(app, "DELETE", `contacts/${gone}`);
  const event = await tell({ type: "meeting.analyzed", id: "deleted", data: content });
  assert.equal(event.status, "done", event.because);
  assert.deepEqual(await linkedWith(app, await the("notes", "deleted"), "contacts"), [stays]);
});

test("a meeting that somebody deleted in HubSpot is not missed: what is told of it later is noted", async () => {
  const participants = [{ email: "stays@deleted.test" }];
  await tell({ type: "meeting.analyzed", id: "removed", data: { ...when, participants, ...content } });
  const meeting = await the("meetings", "removed");
  await hubspot(app, "DELETE", `meetings/${meeting.id}`);
  const event = await tell({ type: "meeting.analyzed", id: "removed", data: { analysis: { summary: "More" } } });
  assert.equal(event.status, "done", event.because);
});

test("a guest whom two events of one batch bring is made and linked once", async () => {
  const first = { email: "first@twice.test" };
  await tell({ type: "meeting.completed", id: "twice", data: { ...when, participants: [first] } });
  const participants = [first, { email: "late@twice.test" }];
  await tell(
    { type: "meeting.completed", id: "twice", data: { ...when, participants } },
    { type: "meeting.analyzed", id: "twice", data: { participants, ...content } },
  );
  const [late, ...others] = await contactsWith("late@twice.test");
  assert.deepEqual(others, []);
  for (const activity of [await the("meetings", "twice"), await the("notes", "twice")]) {
    const linked = await linkedWith(app, activity, "contacts");
    assert.equal(linked.length, 2);
    assert.ok(late && linked.includes(late.id));
  }
});

test("two guests at one office telephone are two contacts, and neither is taken for a colleague there", async () => {
  const phone = "+380441234567";
  const colleague = await seed(app, "contacts", { email: "cleo@office.test", firstname: "Cleo", phone });
  const participants = [
    { name: "Ann", email: "ann@office.test", phone },
    { name: "Bob", email: "bob@office.test", phone },
  ];
  await tell({ type: "meeting.completed", id: "office", data: { ...when, participants } });
  const made = [...(await contactsWith("ann@office.test")), ...(await contactsWith("bob@office.test"))];
  assert.equal(made.length, 2);
  const linked = await linkedWith(app, await the("meetings", "office"), "contacts");
  assert.deepEqual(linked.toSorted(), made.map(({ id }) => id).toSorted());
  assert.ok(!linked.includes(colleague));
});

test("one contact under two addresses is used once", async () => {
  await seed(app, "contacts", { email: "main@two.test", hs_additional_emails: "other@two.test" });
  const participants = [
    { name: "Ann Lee", email: "main@two.test" },
    { name: "Lee, Ann", email: "other@two.test" },
  ];
  const event = await tell({ type: "meeting.completed", id: "two", data: { ...when, participants } });
  assert.equal(event.plan.filter((write) => write.do === "use" && write.what === "contact").length, 1);
});

test("why a guest could not be made is said, with HubSpot's reason, when there is nobody else", async () => {
  const participants = [{ email: "bad,x@alone.test" }];
  const event = await tell({ type: "meeting.completed", id: "alone", data: { ...when, participants } });
  assert.equal(event.status, "parked");
  assert.match(event.because, /^The contact it belongs to could not be written: Email address .* is invalid/);
});

test("a call is logged without a deal that was deleted in between, if that was only brought along", async () => {
  await app.admin.post("/settings", { cascadeFor: ["call"] });
  const company = await seed(app, "companies", { name: "Brought", domain: "brought.test" });
  const contact = await seed(app, "contacts", { firstname: "Call", phone: "+380671230001" }, [
    { toType: "companies", toId: company },
  ]);
  await seed(app, "deals", { dealname: "Own", ...stage }, [{ toType: "contacts", toId: contact }]);
  const goes = await seed(app, "deals", { dealname: "Goes", ...stage }, [{ toType: "companies", toId: company }]);
  await control(app, "faults", {
    match: "POST /crm/objects/.*/calls/batch/create",
    times: 1,
    status: 503,
    headers: { "retry-after": "1" },
    effect: "none",
  });
  const data = { call_id: "c-1", direction: "in", outcome: "missed", client: { phone: "+380671230001" } };
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ type: "call.completed", id: "c-1", data });
  await fetch(`${app.hook}/generic`, { method: "POST", headers, body });
  const isPlanned = async () => {
    const { events } = await app.admin.get<{ events: ActivityEvent[] }>("/activity");
    return (events[0]?.plan.length ?? 0) > 0;
  };
  while (!(await isPlanned())) await new Promise((next) => setImmediate(next));
  await hubspot(app, "DELETE", `deals/${goes}`);
  const [event] = await settled(app.admin, ++seen);
  assert.equal(event?.status, "done", event?.because);
  const [call] = await sandboxRecords(app, "calls");
  assert.ok(call);
  assert.deepEqual(await linkedWith(app, call, "companies"), [company]);
  assert.equal((await linkedWith(app, call, "deals")).length, 1);
});

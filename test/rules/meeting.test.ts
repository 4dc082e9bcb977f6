// Meetings: whose they are, the two activities that are made of them, and what later news changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Company, Link, Snapshot } from "../../src/model/crm.ts";
import type { Event, OtherType } from "../../src/model/event.ts";
import type { Plan } from "../../src/model/plan.ts";
import { decide } from "../../src/rules/decide.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { withPlan } from "../../src/rules/world.ts";
import { anna, boris, contact, created, creates, deal, rulebook, snapshot, tamara } from "./given.ts";

const subject = "generic/m-1";
const olha = contact({
  id: "100",
  name: "Olha",
  phones: [],
  emails: ["olha@client.test", "olha.old@client.test"],
  ownerId: boris.id,
  values: { firstname: "Olha", email: "olha@client.test" },
  companies: [{ id: "700" }],
  deals: [deal({ id: "500" })],
});
const company: Company = {
  ref: { id: "700" },
  name: "Client Ltd",
  domain: "client.test",
  createdAt: "2026-01-01T00:00:00.000Z",
  values: {},
  deals: [deal({ id: "501" }), deal({ id: "500" })],
};

function meeting(type: OtherType, minute: number, data: Record<string, unknown> = {}, id = `event-${minute}`): Event {
  const time = new Date(Date.UTC(2026, 10, 20, 11, minute)).toISOString();
  return {
    id,
    provider: "generic",
    type,
    subject,
    time,
    receivedAt: time,
    data: { meetingId: "m-1", ...data } as never,
  };
}

const analysis = { summary: "A **roof**", topics: ["Roof"], nextSteps: [], mood: {}, score: null, transcriptUrl: null };
const notes = [{ noteId: "n-1", category: "Pain", text: "It leaks", atSeconds: 5, link: null }];
const client = { name: "Olha", email: "Olha@Client.test" };
const colleague = { name: "Anna", email: "anna@acme.test" };

function world(change: Partial<Snapshot> = {}): Snapshot {
  return { ...snapshot([olha]), companies: [company], ...change };
}

function linksOf(plan: Plan, what: "meeting" | "note"): string[] {
  return created(plan, what).associate.map(named);
}

const named = ({ what, ref }: Link) => `${what} ${"id" in ref ? ref.id : ref.key}`;

describe("a meeting that was held and analysed", () => {
  const told = meeting("meeting.analyzed", 0, { title: "Roof", participants: [client, colleague], analysis, notes });
  const plan = decide(told, world(), rulebook());

  it("becomes its summary and its notes, and nothing else is made", () => {
    assert.deepEqual(
      creates(plan).map(({ what }) => what),
      ["meeting", "note"],
    );
    assert.equal(plan.because, "The meeting “Roof” with 1 known from outside.");
  });

  it("hangs on the guest, on his company and on the deals of both, each once", () => {
    const links = ["contact 100", "company 700", "deal 500", "deal 501"];
    assert.deepEqual(linksOf(plan, "meeting"), links);
    assert.deepEqual(linksOf(plan, "note"), links);
    assert.match(created(plan, "meeting").because, /its people bring 1 company and 2 deals with them/);
  });

  it("belongs to whoever of us was there", () => {
    assert.equal(created(plan, "meeting").properties.hubspot_owner_id, anna.id);
    const alone = decide(meeting("meeting.analyzed", 0, { participants: [client], analysis }), world(), rulebook());
    assert.equal(created(alone, "note").properties.hubspot_owner_id, boris.id);
  });

  it("leaves closed deals out where the portal says so", () => {
    const closed = { ...company, deals: [deal({ id: "501", open: false })] };
    const book = rulebook({ settings: { cascadeOpenDealsOnly: true } });
    assert.deepEqual(linksOf(decide(told, world({ companies: [closed] }), book), "meeting"), [
      "contact 100",
      "company 700",
      "deal 500",
    ]);
  });
});

describe("the people of a meeting", () => {
  const guests = [
    { name: "Nina New", email: "nina@fresh.test" },
    { name: "Fred", email: "fred@gmail.com" },
    { name: "Petro", phone: "067 111 22 33" },
    { name: "A stranger" },
    { name: "Colleague", email: "somebody@acme.test" },
    { name: "Partner of ours", email: "partner@elsewhere.test", internal: true },
  ];
  const told = meeting("meeting.completed", 0, { participants: guests });

  it("are made contacts unless they are ours or cannot be known", () => {
    const plan = decide(told, world(), rulebook());
    assert.deepEqual(
      creates(plan)
        .filter(({ what }) => what === "contact")
        .map(({ properties }) => properties.email ?? properties.phone),
      ["nina@fresh.test", "fred@gmail.com", "+380671112233"],
    );
    assert.equal(plan.because, "A meeting with 3 new, 1 who is not in HubSpot from outside.");
  });

  it("are only looked for where the portal wants no new contacts", () => {
    const book = rulebook({ settings: { meetingContacts: "existing" } });
    const plan = decide(told, world(), book);
    assert.equal(plan.verdict, "ignore");
    const known = decide(meeting("meeting.completed", 0, { participants: [...guests, client] }), world(), book);
    assert.deepEqual(
      creates(known).map(({ what }) => what),
      ["meeting"],
    );
  });

  it("bring a company of their domain, made where the portal wants it, but none of a free-mail domain", () => {
    const book = rulebook({ settings: { meetingCompanies: "create" } });
    const plan = decide(told, world(), book);
    assert.deepEqual(
      creates(plan)
        .filter(({ what }) => what === "company")
        .map(({ properties }) => properties.domain),
      ["fresh.test"],
    );
    const nina = creates(plan).find(({ properties }) => properties.email === "nina@fresh.test");
    assert.deepEqual(nina?.associate.map(named), ["company event-0/company-1"]);
    assert.deepEqual(linksOf(plan, "meeting").at(-1), "company event-0/company-1");
  });

  it("are found by a further address, and one person under two addresses is one", () => {
    const twice = [{ email: "olha.old@client.test" }, client];
    assert.deepEqual(
      linksOf(decide(meeting("meeting.completed", 0, { participants: twice }), world(), rulebook()), "meeting")[0],
      "contact 100",
    );
  });

  it("are nobody's matter when all of them are ours", () => {
    const plan = decide(meeting("meeting.completed", 0, { participants: [colleague] }), world(), rulebook());
    assert.deepEqual([plan.verdict, plan.because], ["ignore", "Only our own people took part in this meeting."]);
  });

  it("may come with later news: until then the meeting waits", () => {
    for (const participants of [[], [{ name: "A stranger" }]])
      assert.equal(decide(meeting("meeting.completed", 0, { participants }), world(), rulebook()).verdict, "wait");
  });

  it("are at most 500, and the others are said", () => {
    const participants = Array.from({ length: 503 }, (_, index) => ({ email: `p${index}@crowd.test` }));
    const plan = decide(meeting("meeting.completed", 0, { participants }), world(), rulebook());
    assert.equal(creates(plan).filter(({ what }) => what === "contact").length, 500);
    assert.match(plan.because, /3 more are left out/);
  });

  it("have the TOP manager for owner where nobody of us was named", () => {
    const plan = decide(meeting("meeting.completed", 0, { participants: [guests[0]] }), world(), rulebook());
    assert.equal(created(plan, "contact").properties.hubspot_owner_id, tamara.id);
  });
});

/** What stands in the end: each activity's text and links, and how many of each were made. */
function stand(batches: readonly Event[][]) {
  let now = world();
  let waiting: Event[] = [];
  const made: string[] = [];
  for (const batch of [...batches, []]) {
    const decisions = decideBatch([...waiting, ...batch], now, rulebook());
    waiting = decisions.flatMap(({ event, plan }) => (plan.verdict === "wait" ? [event] : []));
    for (const { event, plan } of decisions) {
      now = withPlan(now, event, plan);
      made.push(...creates(plan).map(({ what, properties }) => `${what} ${properties.email ?? ""}`));
      if (plan.verdict === "wait") continue;
      now = { ...now, moments: new Map(now.moments).set(subject, [...(now.moments.get(subject) ?? []), event]) };
    }
  }
  const { meeting: summary, activity } = now.calls.get(subject) ?? {};
  const withoutKeys = (text: string | undefined) => text?.replaceAll(/event-\d+/g, "event");
  // A guest who was made a contact bears the key of the event that told of him.
  const links = (list: readonly Link[] | undefined) =>
    list?.map((link) => named(link).replace(/ event-\d+\/contact-\d+/, " made")).sort();
  return {
    made: made.sort(),
    title: summary?.properties.hs_meeting_title,
    summary: withoutKeys(summary?.properties.hs_meeting_body),
    notes: withoutKeys(activity?.properties.hs_note_body),
    links: links(summary?.links),
    noteLinks: links(activity?.links),
  };
}

const story: Event[] = [
  meeting("meeting.completed", 1, { title: "Roof", participants: [client, colleague] }),
  meeting("meeting.analyzed", 2, { analysis, notes: [] }),
  meeting("meeting.analyzed", 3, { notes, participants: [{ name: "Nina", email: "nina@client.test" }] }),
  meeting("meeting.analyzed", 4, { analysis: { ...analysis, summary: "Two roofs" } }),
  meeting("meeting.deleted", 5),
];

describe("the news of one meeting", () => {
  it("ends in the same two activities whatever its order and however it is cut into batches", () => {
    const expected = stand([story]);
    assert.deepEqual(expected.made, ["contact nina@client.test", "meeting ", "note "]);
    assert.match(expected.title ?? "", /^Deleted: Roof/);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(story, { minLength: story.length }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        (order, sizes) => {
          const batches: Event[][] = [];
          const left = [...order];
          for (const size of sizes) batches.push(left.splice(0, size));
          batches.push(left);
          assert.deepEqual(stand(batches), expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("says nothing new when it is told again", () => {
    const [first] = story;
    assert.ok(first);
    const once = decideBatch([first], world(), rulebook()).reduce(
      (now, { event, plan }) => withPlan(now, event, plan),
      world(),
    );
    const told = { ...once, moments: new Map([[subject, [first]]]) };
    const plan = decide({ ...first, id: "again" }, told, rulebook());
    assert.equal(plan.verdict, "ignore");
    assert.deepEqual(creates(plan), []);
  });

  it("has nothing to mark when the meeting was never written", () => {
    assert.equal(decide(meeting("meeting.deleted", 1), world(), rulebook()).verdict, "ignore");
  });
});

// Late news of a call, events that write nothing, and events that nobody can write yet.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Contact, type KnownCall, nothingWritten } from "../../src/model/crm.ts";
import { type CallEvent, type CallType, callMoments, callNews } from "../../src/model/event.ts";
import { callCategory } from "../../src/model/properties.ts";
import { decide } from "../../src/rules/decide.ts";
import { callEvent, contact, created, employee, rulebook, snapshot } from "./given.ts";

const blocked = "+380933334455";

type Change = Parameters<typeof callEvent>[0];

/** The call as it was reported, and as our ledger knows it after it was logged. */
interface Logged {
  event: CallEvent;
  known: KnownCall;
}

function loggedAs(change: Change = {}, contacts: Contact[] = []): Logged {
  const event = callEvent({ ...change });
  const { properties } = created(decide(event, snapshot(contacts), rulebook()), "call");
  return {
    event,
    known: { ...nothingWritten, call: { ref: { id: "900" }, properties, links: [] }, ended: true },
  };
}

function bodyOf({ known }: Logged): string | undefined {
  return known.call?.properties.hs_call_body;
}

const nothing = { outcome: null, direction: null, talkSeconds: null, agent: null, startedAt: null, endedAt: null };

function news(type: CallType, change: Change, logged: Logged | null = loggedAs(), book = rulebook()) {
  const silent = { ...nothing, totalSeconds: null, line: {} };
  const event = callEvent({ ...silent, ...change }, { id: "news-1", type, time: "2026-10-09T09:40:00.000Z" });
  const calls = logged ? { [event.subject]: logged.known } : {};
  return decide(event, snapshot([], calls, [], logged ? [logged.event] : []), book);
}

/** Properties that the news changes; the plan must be one update of the known call. */
function update(type: CallType, change: Change, known?: Logged, book?: ReturnType<typeof rulebook>) {
  const plan = news(type, change, known, book);
  const [write, ...more] = plan.writes;
  assert.equal(plan.verdict, "write", plan.because);
  assert.ok(write?.do === "update" && more.length === 0);
  assert.deepEqual([write.what, write.ref, write.key], ["call", { id: "900" }, "news-1/call"]);
  return write;
}

function line(body: string | undefined, label: string): string[] {
  return (body ?? "").split("<br>").filter((candidate) => candidate.startsWith(label));
}

describe("news of a call that is already in HubSpot", () => {
  it("a recording becomes the call's recording", () => {
    const write = update("call.recording_ready", { recordingUrl: "https://pbx.acme.test/1.mp3" });
    assert.deepEqual(write.properties, { hs_call_recording_url: "https://pbx.acme.test/1.mp3" });
    assert.equal(write.because, "the phone system reported recording");
  });

  it("a rating, a note and tags are added below what the body says", () => {
    const before = bodyOf(loggedAs());
    const rating = { value: "5", by: "Boris" };
    const write = update("call.rated", { rating, note: "<b>Roof</b>", tags: ["vip", "roof"] });
    const added = "Rating: 5 by Boris<br>Tags: vip, roof<br>Note: &lt;b&gt;Roof&lt;/b&gt;";
    assert.deepEqual(write.properties, { hs_call_body: `${before}<br>${added}` });
    assert.equal(write.because, "the phone system reported rating, tags, note");
  });

  it("a category goes into its property too, where the portal has it", () => {
    const rating = { category: "Lead" };
    assert.equal(update("call.rated", { rating }).properties[callCategory], "Lead");
    const bare = rulebook({ prepared: { contact: [], deal: [], call: [], missing: [] } });
    assert.deepEqual(Object.keys(update("call.rated", { rating }, undefined, bare).properties), ["hs_call_body"]);
  });

  it("an analysis is told line by line", () => {
    const analysis = {
      summary: "Wants a roof",
      topics: ["roof", "price"],
      nextSteps: [{ text: "Send an offer", assignee: "Anna" }, { text: "Call on Monday" }],
      mood: { client: "happy" },
      score: { value: 8, max: 10 },
      transcriptUrl: "https://ai.acme.test/1",
    };
    const { properties, because } = update("call.analyzed", { analysis });
    assert.deepEqual(properties.hs_call_body?.split("<br>").slice(2), [
      "Summary: Wants a roof",
      "Topics: roof, price",
      "Next steps: Send an offer (Anna)<br/>Call on Monday",
      "Client&#39;s mood: happy",
      "Score: 8 of 10",
      'Transcript: <a href="https://ai.acme.test/1">open</a>',
    ]);
    assert.match(because, /reported summary, topics, next steps, client's mood, score, transcript$/);
  });

  it("another rating and other tags replace the old ones; another note stands beside the first", () => {
    const known = loggedAs({ rating: { value: "10" }, tags: ["vip", "roof"], note: "Call back" });
    const body = update("call.updated", { rating: { value: "1" }, tags: ["vip"], note: "Call" }, known).properties
      .hs_call_body;
    assert.deepEqual(line(body, "Rating"), ["Rating: 1"]);
    assert.deepEqual(line(body, "Tags"), ["Tags: vip"]);
    assert.deepEqual(line(body, "Note"), ["Note: Call back<br/>Call"]);
  });

  it("a correction of the outcome corrects status, disposition, duration, title and voicemail", () => {
    const known = loggedAs({ outcome: "voicemail", providerStatus: "VOICEMAIL" });
    const { properties, because } = update("call.updated", { outcome: "answered", talkSeconds: 12 }, known);
    const { hs_call_body: body, ...others } = properties;
    assert.deepEqual(others, {
      hs_call_status: "COMPLETED",
      hs_call_disposition: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
      hs_call_duration: "12000",
      hs_call_has_voicemail: "false",
      hs_call_title: "Incoming call from +380501234567",
    });
    assert.deepEqual(line(body, "Spoke with"), ["Spoke with: extension 101"]);
    assert.equal(because, "the phone system reported another outcome");
  });
});

describe("a call that is reported once more with another end", () => {
  const again = { direction: "in", talkSeconds: 12 } as const;

  it("missed at first, then answered: the one call is corrected, its recording added", () => {
    const known = loggedAs({ outcome: "missed", providerStatus: "NO ANSWER", talkSeconds: 0 });
    const recordingUrl = "https://pbx.acme.test/1.mp3";
    const change = { ...again, outcome: "answered", providerStatus: "PROPER", recordingUrl } as const;
    const { properties, because } = update("call.completed", change, known);
    assert.partialDeepStrictEqual(properties, {
      hs_call_status: "COMPLETED",
      hs_call_disposition: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
      hs_call_duration: "12000",
      hs_call_title: "Incoming call from +380501234567",
      hs_call_recording_url: recordingUrl,
    });
    assert.deepEqual(line(properties.hs_call_body, "Status"), ["Status in the phone system: PROPER"]);
    assert.equal(because, "the phone system reported another outcome, recording");
  });

  it("missed at first, then a voicemail", () => {
    const { properties } = update(
      "call.completed",
      { ...again, outcome: "voicemail" },
      loggedAs({ outcome: "missed" }),
    );
    assert.equal(properties.hs_call_has_voicemail, "true");
    assert.equal(properties.hs_call_title, "Voicemail from +380501234567");
  });

  it("answered both times: only the duration is corrected", () => {
    const { properties, because } = update("call.completed", { ...again, outcome: "answered" });
    assert.deepEqual(properties, { hs_call_duration: "12000" });
    assert.equal(because, "the phone system reported another duration");
  });

  it("answered at first, then missed: nobody is missed who was spoken with", () => {
    assert.equal(news("call.completed", { ...again, outcome: "missed" }).verdict, "ignore");
    assert.equal(news("call.completed", { ...again, outcome: "voicemail" }).verdict, "ignore");
  });

  it("by a webhook that does not know the direction: an unanswered outgoing call stays one", () => {
    const known = loggedAs({ direction: "out", outcome: "no_answer_by_client" }, [contact()]);
    assert.equal(news("call.completed", { outcome: "missed" }, known).verdict, "ignore");
  });
});

describe("news that changes nothing is ignored and says so", () => {
  const told = {
    rating: { category: "Lead", value: "5" },
    tags: ["vip"],
    note: "Roof",
    recordingUrl: "https://a.test/1.mp3",
  };
  const rows: [title: string, type: CallType, change: Change][] = [
    ["the same rating, tags, note and recording again", "call.updated", told],
    ["nothing at all", "call.updated", {}],
    ["the outcome it already has", "call.updated", { outcome: "answered", talkSeconds: 80 }],
    ["an outcome that the phone system does not know", "call.updated", { outcome: "unknown" }],
    ["the whole call once more", "call.completed", { outcome: "answered", ...told }],
    ["the whole call once more by a webhook that knows less of it", "call.completed", { outcome: "missed" }],
  ];
  for (const [title, type, change] of rows) {
    it(title, () => {
      const plan = news(type, change, loggedAs(told));
      assert.equal(plan.verdict, "ignore");
      assert.equal(plan.because, "This call is already in HubSpot, and this event says nothing new of it.");
      assert.deepEqual(
        plan.writes.map((write) => write.do),
        ["use"],
      );
    });
  }
});

describe("news of a call that has not come", () => {
  for (const type of callNews) {
    it(`${type} waits for it for 30 minutes`, () => {
      const plan = news(type, { note: "Roof" }, null);
      assert.deepEqual(plan, {
        verdict: "wait",
        holdMinutes: 30,
        writes: [],
        because: "The call it is about has not been reported yet.",
      });
    });
  }
});

describe("news of a call that is nobody's", () => {
  const own = "+380442223344";
  const book = rulebook({
    employees: [employee({ extension: "101", phone: "067 111 22 33" })],
    settings: { ownNumbers: [own], blockedNumbers: [blocked] },
  });
  const rows: [title: string, change: Change, because: RegExp][] = [
    ["a hidden number", { client: { phone: "anonymous" } }, /hid their number/],
    ["an own line, although calls of such are parked", { client: { phone: own } }, /one of your own numbers/],
    ["a colleague", { client: { phone: "+380671112233" } }, /belongs to an employee/],
    ["a blocked number", { client: { phone: null, otherPhones: [blocked] } }, /blocked numbers/],
    ["an internal call", { direction: "internal" }, /between two employees/],
  ];
  for (const type of callNews) {
    for (const [title, change, because] of rows) {
      it(`${type} of ${title} is ignored at once for that reason`, () => {
        const plan = news(type, { note: "Roof", ...change }, null, book);
        assert.deepEqual([plan.verdict, plan.writes], ["ignore", []]);
        assert.match(plan.because, because);
      });
    }
  }

  it("waits where it names no number, and is parked like its call where the number cannot be read", () => {
    assert.equal(news("call.rated", { client: { phone: null } }, null, book).verdict, "wait");
    assert.equal(news("call.rated", { client: { phone: " ", otherPhones: [""] } }, null, book).verdict, "wait");
    const unread = news("call.rated", { client: { phone: "12-34" } }, null, book);
    assert.equal(unread.verdict, "park");
    assert.match(unread.because, /is not a phone number of UA/);
  });

  it("still updates a call that was written before the number was blocked", () => {
    assert.equal(news("call.rated", { note: "Roof", client: { phone: blocked } }, loggedAs(), book).verdict, "write");
  });
});

describe("a call that lasts", () => {
  for (const type of callMoments) {
    it(`${type} writes nothing before the call has ended, and nothing new after`, () => {
      const before = news(type, { note: "Roof", outcome: "answered" }, null);
      assert.deepEqual([before.verdict, before.writes], ["ignore", []]);
      assert.match(before.because, /had not ended yet/);
      const late = news(type, { outcome: "answered" });
      assert.equal(late.verdict, "ignore");
      assert.match(late.because, /says nothing new/);
    });
  }

  it("makes no missed call, even if its sender calls it completed", () => {
    const plan = news("call.completed", { outcome: "in_progress" }, null);
    assert.deepEqual([plan.verdict, plan.writes], ["ignore", []]);
  });
});

// The moments of one call, in any order, doubled, and cut into any batches, end in the same HubSpot records.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { CallEvent, CallType } from "../../src/model/event.ts";
import { wholeCall } from "../../src/rules/moments.ts";
import { rulebook } from "./given.ts";
import { type Change, moment, outcomeOf } from "./stands.ts";

const ended = () => [
  moment("call.started", 0, { attribution: { utmSource: "google" } }),
  moment("call.forwarded", 3, { agent: { extension: "102" }, rang: [{ extension: "102" }] }),
  moment("call.answered", 10, { agent: { extension: "101" }, answeredAt: "2026-10-09T09:30:10.000Z" }),
  moment("call.completed", 50, { agent: null, attribution: { utmCampaign: "spring" } }),
  moment("call.recording_ready", 60, { recordingUrl: "https://pbx.acme.test/1.mp3" }),
  moment("call.rated", 61, { rating: { category: "Lead", value: "5", by: "Anna" } }),
  moment("call.analyzed", 62, { analysis: { summary: "Wants a roof", mood: {}, topics: ["roof"] } }),
  moment("call.updated", 63, { tags: ["vip"], note: "Roof" }),
  moment("call.updated", 64, { tags: ["vip", "roof"], note: "Soon", worth: { amount: 100, currency: "UAH" } }),
];

describe("the moments of one call", () => {
  it("that come after its end tell its way and its client's name too", () => {
    const end = moment("call.completed", 50, { direction: null, client: { phone: "+380501234567", name: null } });
    const started = moment("call.started", 0, { direction: "out", client: { phone: "+380501234567", name: "Olena" } });
    const { call } = outcomeOf([[end], [started]]);
    assert.deepEqual(call, outcomeOf([[end, started]]).call);
    assert.equal(call?.hs_call_title, "Outgoing call to Olena");
  });

  it("make one contact, one deal and one call that says it all", () => {
    const { call, deal, made, waiting } = outcomeOf([ended()]);
    assert.deepEqual([made, waiting], [3, 0]);
    assert.deepEqual(call?.hs_call_body?.split("<br>"), [
      "Spoke with: extension 101",
      "Rang without an answer: extension 102",
      "Line: +380441112233",
      "Advertising source: google / spring",
      "Category: Lead",
      "Rating: 5 by Anna",
      "Tags: vip, roof",
      "Note: Roof<br/>Soon",
      "Worth: 100 UAH",
      "Summary: Wants a roof",
      "Topics: roof",
    ]);
    assert.equal(call?.hs_call_recording_url, "https://pbx.acme.test/1.mp3");
    assert.equal(deal.hookswitch_call_category, "Lead");
  });

  it("in any order and doubled, within one batch, are the same", () => {
    const expected = outcomeOf([ended()]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 8 }), { maxLength: 6 }), fc.infiniteStream(fc.nat()), (doubled, chances) => {
        const again = doubled.flatMap((index) => ended()[index] ?? []);
        const keyed = [...ended(), ...again].map((event) => ({ event, key: chances.next().value ?? 0 }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ event }) => event);
        assert.deepEqual(outcomeOf([shuffled]), expected);
      }),
    );
  });

  it("cut into any batches are the same, once the end says who spoke", () => {
    const whole = () =>
      ended().map((each) =>
        each.type === "call.completed"
          ? { ...each, data: { ...each.data, agent: ended()[2]?.data.agent ?? null } }
          : each,
      );
    const sources = (outcome: ReturnType<typeof outcomeOf>) => {
      // A contact and a deal hold the advertising source as it was known when they were made.
      const { hookswitch_utm_source: _a, ...contact } = outcome.contact ?? {};
      const { hookswitch_utm_source: _b, ...deal } = outcome.deal;
      return { ...outcome, contact, deal };
    };
    const expected = sources(outcomeOf([whole()]));
    const cuts = fc.array(fc.nat({ max: 3 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(fc.shuffledSubarray(whole(), { minLength: 9 }), cuts, (events, places) => {
        const batches = [0, 1, 2, 3].map((place) => events.filter((_event, index) => places[index] === place));
        assert.deepEqual(sources(outcomeOf(batches)), expected);
      }),
    );
  });
});

describe("how a call ended", () => {
  const rows: [title: string, moments: [CallType, Change][], outcome: string, extension: string | null][] = [
    [
      "answered once and missed once is answered",
      [
        ["call.completed", { outcome: "missed", agent: null }],
        ["call.completed", { outcome: "answered" }],
      ],
      "answered",
      "101",
    ],
    [
      "a correction counts more than an end",
      [
        ["call.updated", { outcome: "missed" }],
        ["call.completed", { outcome: "answered" }],
      ],
      "missed",
      "101",
    ],
    [
      "a leg that was answered makes an unknown end an answered one",
      [
        ["call.updated", { outcome: "answered", agent: { extension: "102" } }],
        ["call.completed", { outcome: "unknown", agent: null }],
      ],
      "answered",
      "102",
    ],
    [
      "a pick-up does so too",
      [
        ["call.answered", { agent: { extension: "102" } }],
        ["call.completed", { outcome: "unknown", agent: null }],
      ],
      "answered",
      "102",
    ],
    [
      "phones that only rang make it a missed one",
      [
        ["call.forwarded", { rang: [{ extension: "102" }] }],
        ["call.completed", { outcome: "unknown", agent: null }],
      ],
      "missed",
      null,
    ],
    [
      "a voicemail is more than a missed call",
      [
        ["call.completed", { outcome: "voicemail", agent: null }],
        ["call.completed", { outcome: "missed", agent: null }],
      ],
      "voicemail",
      null,
    ],
  ];
  for (const [title, moments, outcome, extension] of rows) {
    it(title, () => {
      const [first, ...others] = moments.map(([type, change], second) => moment(type, second, change));
      assert.ok(first);
      for (const list of [
        [first, ...others],
        [...others, first],
      ] as [CallEvent, ...CallEvent[]][]) {
        const { outcome: seen, agent } = wholeCall(list);
        assert.deepEqual([seen, agent?.extension ?? null], [outcome, extension]);
      }
    });
  }

  it("the newest recording counts, with its own end and its own lock and none of the others'", () => {
    const [brief, guarded, open] = [
      { recordingUrl: "https://pbx.acme.test/1.mp3", recordingExpiresAt: "2026-10-09T09:41:00.000Z" },
      { recordingUrl: "https://api.pbx.acme.test/2", recordingProtected: true },
      { recordingUrl: "https://pbx.acme.test/3.mp3" },
    ] as const;
    const recordingIn = (...list: [CallEvent, ...CallEvent[]]) => {
      const { recordingUrl, recordingExpiresAt, recordingProtected } = wholeCall(list);
      return { recordingUrl, recordingExpiresAt, recordingProtected };
    };
    const none = { recordingExpiresAt: undefined, recordingProtected: undefined };
    const end = moment("call.completed", 50, { ...brief, recordingProtected: true });
    const second = moment("call.recording_ready", 60, guarded);
    assert.deepEqual(recordingIn(second, end), { ...none, ...guarded });
    assert.deepEqual(recordingIn(moment("call.updated", 61, open), end, second), { ...none, ...open });
  });

  it("the call began when the first of its moments says, not when a leg did or when nobody had come", () => {
    const started = moment("call.started", 1, { startedAt: "2026-10-09T09:30:01.000Z" });
    const end = moment("call.completed", 40, { outcome: "missed", startedAt: "2026-10-09T12:30:40.000+03:00" });
    assert.equal(wholeCall([end, started]).startedAt, "2026-10-09T09:30:01.000Z");
    assert.equal(wholeCall([end]).startedAt, "2026-10-09T12:30:40.000+03:00");
  });

  describe("two legs that were spoken on one after the other", () => {
    const leg = (id: string, second: number, talkSeconds: number) =>
      moment("call.updated", second + talkSeconds, {
        outcome: "answered",
        answeredAt: new Date(Date.UTC(2026, 9, 9, 9, 30, second)).toISOString(),
        talkSeconds,
        linkedIds: [id],
      });
    const end = moment("call.completed", 200, { outcome: "unknown", talkSeconds: null });
    const spoken = (...list: CallEvent[]) => {
      const [one, other] = [wholeCall([end, ...list]), wholeCall([...list.toReversed(), end] as [CallEvent])];
      assert.equal(one.talkSeconds, other.talkSeconds);
      return one.talkSeconds;
    };

    it("count together", () => assert.equal(spoken(leg("a", 10, 80), leg("b", 95, 40)), 120));
    it("count once where they overlap", () => assert.equal(spoken(leg("a", 10, 80), leg("b", 80, 40)), 110));
    it("count once where one is told of again", () =>
      assert.equal(spoken(leg("a", 10, 80), leg("a", 10, 81), leg("b", 95, 40)), 121));
    it("count as the list of calls says, which names them both", () => {
      const listed = { outcome: "answered", answeredAt: "2026-10-09T09:30:10.000Z", talkSeconds: 120 } as const;
      const whole = moment("call.completed", 201, { ...listed, linkedIds: ["a", "b"] });
      assert.equal(spoken(leg("a", 10, 80), leg("b", 95, 40), whole), 120);
    });
    it("are not shortened by a leg in vain", () => {
      const missed = moment("call.updated", 300, { outcome: "missed", talkSeconds: 0 });
      assert.equal(spoken(leg("a", 10, 80), leg("b", 95, 40), missed), 120);
    });
  });

  it("the talk is counted from pick-up to end where nobody says how long it was", () => {
    const times = { answeredAt: "2026-10-09T09:30:10.000Z", endedAt: "2026-10-09T09:31:30.000Z" };
    const end = moment("call.completed", 90, { ...times, talkSeconds: null, totalSeconds: null });
    assert.equal(wholeCall([end]).talkSeconds, 80);
  });
});

describe("a portal that wants contact and deal at pick-up", () => {
  const book = rulebook({ settings: { createAt: "pickup" } });

  it("gets them then, and the call when it has ended: the same as otherwise", () => {
    const answered = moment("call.answered", 10, {
      direction: "in",
      agent: { extension: "101" },
      line: { phone: "+380441112233" },
    });
    const completed = moment("call.completed", 50);
    const atPickUp = outcomeOf([[answered]], book);
    assert.equal(atPickUp.made, 2);
    assert.equal(atPickUp.call, undefined);
    const { made, call, deal } = outcomeOf([[answered], [completed]], book);
    assert.equal(made, 3);
    assert.deepEqual(call, outcomeOf([[completed]]).call);
    assert.deepEqual(deal, outcomeOf([[completed]]).deal);
  });
});

// The HubSpot call, property by property.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type CallOutcome, callOutcomes } from "../../src/model/event.ts";
import { callCategory } from "../../src/model/properties.ts";
import { logCall } from "../../src/rules/call.ts";
import { decide } from "../../src/rules/decide.ts";
import { callEvent, clientPhone, contact, created, deal, linePhone, rulebook, snapshot } from "./given.ts";

const connected = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const busy = "9d9162e7-6cf3-4944-bf63-4dff82258764";
const noAnswer = "73a0d17f-1163-4015-bdd5-ec830791da20";
const leftVoicemail = "b2cf5968-551e-4856-9783-52b3da59a7d0";

type Change = Parameters<typeof callEvent>[0];

function logged(change: Change = {}, book = rulebook()): Record<string, string> {
  const belongsTo = [{ what: "contact" as const, ref: { id: "100" } }];
  return logCall(callEvent(change), { name: "Ivan", phone: clientPhone }, "11", belongsTo, book).properties;
}

describe("an outcome becomes HubSpot's status, disposition, duration and title", () => {
  type Row = [
    outcome: CallOutcome,
    status: string,
    disposition: string,
    ms: string,
    incoming: string,
    outgoing: string,
  ];
  const rows: Row[] = [
    ["answered", "COMPLETED", connected, "80000", "Incoming call from Ivan", "Outgoing call to Ivan"],
    ["missed", "NO_ANSWER", noAnswer, "0", "Missed call from Ivan", "Outgoing missed call to Ivan"],
    ["abandoned", "CANCELED", noAnswer, "0", "Abandoned call from Ivan", "Outgoing abandoned call to Ivan"],
    [
      "no_answer_by_client",
      "NO_ANSWER",
      noAnswer,
      "0",
      "Unanswered call from Ivan",
      "Outgoing unanswered call to Ivan",
    ],
    ["voicemail", "NO_ANSWER", leftVoicemail, "0", "Voicemail from Ivan", "Outgoing voicemail to Ivan"],
    ["busy", "BUSY", busy, "0", "Busy call from Ivan", "Outgoing busy call to Ivan"],
    ["rejected", "BUSY", busy, "0", "Rejected call from Ivan", "Outgoing rejected call to Ivan"],
    ["failed", "FAILED", noAnswer, "0", "Failed call from Ivan", "Outgoing failed call to Ivan"],
    ["in_progress", "IN_PROGRESS", noAnswer, "0", "Incoming call from Ivan", "Outgoing call to Ivan"],
    [
      "unknown",
      "NO_ANSWER",
      noAnswer,
      "0",
      "Call with unknown outcome from Ivan",
      "Outgoing call with unknown outcome to Ivan",
    ],
  ];
  for (const [outcome, status, disposition, ms, incoming, outgoing] of rows) {
    it(`${outcome} is ${status}`, () => {
      const properties = logged({ outcome });
      assert.equal(properties.hs_call_status, status);
      assert.equal(properties.hs_call_disposition, disposition);
      assert.equal(properties.hs_call_duration, ms);
      assert.equal(properties.hs_call_title, incoming);
      assert.equal(logged({ outcome, direction: "out" }).hs_call_title, outgoing);
      assert.equal(properties.hs_call_has_voicemail, outcome === "voicemail" ? "true" : undefined);
    });
  }

  it("no outcome is left out", () =>
    assert.deepEqual(rows.map(([outcome]) => outcome).toSorted(), callOutcomes.toSorted()));

  it("an outcome that nobody reported is unknown, not answered", () => {
    assert.equal(logged({ outcome: null }).hs_call_title, "Call with unknown outcome from Ivan");
  });
});

describe("duration", () => {
  const rows: [title: string, change: Change, ms: string][] = [
    ["is the talk in milliseconds", { talkSeconds: 80.4567 }, "80457"],
    ["is the whole call when the talk is not known", { talkSeconds: null }, "95000"],
    ["is nothing when neither is known", { talkSeconds: null, totalSeconds: null }, "0"],
    ["is nothing for a voicemail that the phone system bills", { outcome: "voicemail", talkSeconds: 33 }, "0"],
  ];
  for (const [title, change, ms] of rows) it(title, () => assert.equal(logged(change).hs_call_duration, ms));
});

describe("direction and numbers", () => {
  it("of an incoming call: from the client to our line", () => {
    const { hs_call_direction: direction, hs_call_from_number: from, hs_call_to_number: to } = logged();
    assert.deepEqual([direction, from, to], ["INBOUND", clientPhone, linePhone]);
  });

  it("of an outgoing call: from our line to the client", () => {
    const {
      hs_call_direction: direction,
      hs_call_from_number: from,
      hs_call_to_number: to,
    } = logged({ direction: "out" });
    assert.deepEqual([direction, from, to], ["OUTBOUND", linePhone, clientPhone]);
  });

  it("of a call without direction: as incoming", () =>
    assert.equal(logged({ direction: null }).hs_call_direction, "INBOUND"));

  it("our line is written in E.164 when it can be read, and as it came otherwise", () => {
    assert.equal(logged({ line: { phone: "044 111-22-33" } }).hs_call_to_number, linePhone);
    assert.equal(logged({ line: { phone: "pool 7" } }).hs_call_to_number, "pool 7");
    assert.ok(!("hs_call_to_number" in logged({ line: { phone: null } })));
  });

  it("an outgoing call without a line is from the employee's phone", () => {
    const properties = logged({ direction: "out", line: {}, agent: { phone: "0671234567" } });
    assert.equal(properties.hs_call_from_number, "+380671234567");
  });
});

describe("recording", () => {
  it("an https address is played by HubSpot", () => {
    const properties = logged({ recordingUrl: "https://pbx.acme.test/rec.mp3" });
    assert.equal(properties.hs_call_recording_url, "https://pbx.acme.test/rec.mp3");
    assert.doesNotMatch(properties.hs_call_body ?? "", /rec\.mp3/);
  });

  it("an http address is linked from the body, because HubSpot refuses it as a recording", () => {
    const properties = logged({ recordingUrl: "http://pbx.acme.test/rec.mp3" });
    assert.ok(!("hs_call_recording_url" in properties));
    assert.match(properties.hs_call_body ?? "", /Recording: <a href="http:\/\/pbx\.acme\.test\/rec\.mp3">/);
  });

  it("one that wants a login is fetched by us for HubSpot, and linked for people who have the login", () => {
    const recording = { recordingUrl: "https://api.pbx.acme.test/rec", recordingProtected: true } as const;
    const properties = logged(recording, rulebook({ recordings: { appId: "1", key: "1001-key" } }));
    assert.ok(!("hs_call_recording_url" in properties));
    assert.partialDeepStrictEqual(properties, {
      hs_call_source: "INTEGRATIONS_PLATFORM",
      hs_call_app_id: "1",
      hs_call_external_account_id: "1001-key",
    });
    assert.match(properties.hs_call_body ?? "", /Recording: <a href="https:\/\/api\.pbx\.acme\.test\/rec">open<\/a>/);
    const alone = logged(recording);
    assert.deepEqual([alone.hs_call_source, alone.hs_call_recording_url], [undefined, undefined]);
    assert.match(alone.hs_call_body ?? "", /Recording: <a/);
  });

  it("an address that runs a script is no link", () => {
    const { hs_call_body: body } = logged({ recordingUrl: "javascript:alert(1)", cardUrl: "javascript:alert(2)" });
    assert.doesNotMatch(body ?? "", /<a/);
  });
});

describe("the body", () => {
  it("tells who spoke, on which line, from which advertising, and what was noted", () => {
    const body = logged({
      agent: { name: "Anna", extension: "101" },
      line: { phone: linePhone, name: "Kyiv" },
      providerStatus: "PROPER",
      attribution: { utmSource: "google", utmMedium: "cpc", utmCampaign: "spring", utmTerm: "roof" },
      tags: ["vip", "roof"],
      note: "Wants a roof",
      rating: { category: "Lead", value: "5", by: "Boris" },
    }).hs_call_body;
    assert.deepEqual(body?.split("<br>"), [
      "Spoke with: Anna",
      "Line: Kyiv",
      "Status in the phone system: PROPER",
      "Advertising source: google / cpc / spring",
      "Keyword: roof",
      "Category: Lead",
      "Rating: 5 by Boris",
      "Tags: vip, roof",
      "Note: Wants a roof",
    ]);
  });

  it("never claims that somebody spoke when nobody did", () => {
    assert.match(logged({ outcome: "missed", agent: { name: "Anna" } }).hs_call_body ?? "", /^Employee: Anna/);
  });

  it("keeps the lines of a note", () => {
    assert.match(logged({ note: "Roof\nand wall" }).hs_call_body ?? "", /Note: Roof<br\/>and wall/);
  });

  it("escapes whatever people and phone systems typed", () => {
    const anyText = fc.string({
      minLength: 1,
      unit: fc.constantFrom("<", ">", '"', "'", "&", "a", "/", "script", "="),
    });
    const hostile = fc.oneof(
      anyText,
      fc.constant("<script>alert(1)</script>"),
      fc.constant("<br><img src=x onerror=a>"),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const body = logged({
          agent: { name: text },
          line: { phone: linePhone, name: text },
          providerStatus: text,
          attribution: { utmSource: text, utmTerm: text },
          tags: [text],
          note: text,
          rating: { category: text, value: text, by: text },
          cardUrl: `https://pbx.acme.test/?${text}`,
          recordingUrl: `http://pbx.acme.test/?${text}`,
        }).hs_call_body;
        const ours = (body ?? "").replaceAll("<br>", "").replace(/<a href="[^"<>]*">[^<>]*<\/a>/g, "");
        assert.doesNotMatch(ours, /[<>"']/);
        assert.doesNotMatch(ours, /&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it("stays below HubSpot's 65,536 characters, cut where no tag and no entity breaks, and keeps its beginning", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom("<", "&", "'", "я\n", "word ", "📞"),
        (shift, piece) => {
          const note = "x".repeat(shift) + piece.repeat(70_000);
          const body = logged({ note, tags: ["kept"] }).hs_call_body ?? "";
          assert.ok(body.length > 60_000 && body.length < 65_536, String(body.length));
          assert.match(body, /Tags: kept<br>Note: x*\S/);
          assert.match(body, /…$/);
          assert.doesNotMatch(body, /&[a-z#0-9]*…$|<[^>]*…$/);
          assert.ok(body.isWellFormed());
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("what else HubSpot is told", () => {
  it("the moment when it began, our reference, and the owner", () => {
    const properties = logged();
    assert.equal(properties.hs_timestamp, "2026-10-09T09:30:00.000Z");
    assert.equal(logged({ startedAt: null }).hs_timestamp, "2026-10-09T09:31:35.000Z");
    assert.equal(properties.hs_call_external_id, "c-1");
    assert.equal(properties.hubspot_owner_id, "11");
  });

  it("the category chosen for the call, else the phone system's status", () => {
    assert.equal(logged({ providerStatus: "BUSY" })[callCategory], "BUSY");
    assert.equal(logged({ providerStatus: "BUSY", rating: { category: "Lead" } })[callCategory], "Lead");
  });

  it("advertising and category only in properties that stand in the portal", () => {
    const change = { providerStatus: "BUSY", attribution: { utmSource: "google", gclid: "g1" } };
    const none = rulebook({ prepared: { contact: [], deal: [], call: ["hookswitch_gclid"], missing: [] } });
    const ours = Object.keys(logged(change, none)).filter((name) => name.startsWith("hookswitch_"));
    assert.deepEqual(ours, ["hookswitch_gclid"]);
  });

  it("it belongs to the contact and to its open deal, and to the contact alone without one", () => {
    const known = contact({ deals: [deal(), deal({ id: "501", open: false })] });
    const both = created(decide(callEvent(), snapshot([known]), rulebook()), "call").associate;
    assert.deepEqual(both, [
      { what: "contact", ref: { id: "100" } },
      { what: "deal", ref: { id: "500" } },
    ]);
    const alone = created(decide(callEvent(), snapshot([contact()]), rulebook()), "call").associate;
    assert.deepEqual(alone, [{ what: "contact", ref: { id: "100" } }]);
  });
});

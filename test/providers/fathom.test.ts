// A meeting of Fathom's, whole: who took part and what is known of them, what its AI made of it, and who may send it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { fathom } from "../../src/providers/fathom.ts";
import { meetingOf, toldBy } from "./details/finding.ts";
import { connectionOf, fixtures } from "./fixture.ts";

const fixture = fixtures.find(({ provider, name }) => provider === "fathom" && name === "analyzed");
assert.ok(fixture);
const { delivery } = fixture;
const call: Record<string, unknown> = JSON.parse(delivery.body.toString());
const told = (parts: Record<string, unknown>) => toldBy(fathom, { ...call, ...parts });
const meeting = (parts: Record<string, unknown>) => meetingOf(told(parts));

it("every fixture is read as a meeting that the model takes unchanged", () => {
  for (const { provider, delivery, connection } of fixtures) {
    const reading = provider === "fathom" ? fathom.read(delivery, connection) : { ignored: "another's" };
    if ("happenings" in reading) reading.happenings.forEach(meetingOf);
  }
});

it("nothing of the transcript and of Fathom's matches in a CRM is kept", () => {
  const text = JSON.stringify(told({}));
  for (const strange of ["else@example.org", "Shall we start", "crm", "msg_"])
    assert.ok(!text.includes(strange), strange);
});

it("what is done already is no next step, and what nobody was given has no assignee", () => {
  const item = { description: "Send the offer", completed: false, recording_playback_url: "not an address" };
  const action_items = [
    { ...item, completed: true },
    item,
    { ...item, assignee: { name: null, email: "agent@acme.test" } },
  ];
  assert.deepEqual(meeting({ action_items }).analysis?.nextSteps, [
    { text: "Send the offer", assignee: null, due: null },
    { text: "Send the offer", assignee: "agent@acme.test", due: null },
  ]);
  assert.equal(
    told({ action_items: [{ ...item, completed: true }], default_summary: null, highlights: [] }).type,
    "meeting.completed",
  );
});

describe("who took part", () => {
  const invitee = (email: string | null, is_external: unknown) => ({ name: null, email, is_external });
  const internals = (parts: Record<string, unknown>) =>
    meeting({ transcript: null, ...parts }).participants.map(({ email, internal }) => [email, internal]);

  it("is internal by the calendar alone, and external by either", () => {
    const calendar_invitees = [
      invitee("a@acme.test", false),
      invitee("b@example.com", true),
      invitee("c@x.test", "no"),
    ];
    assert.deepEqual(internals({ calendar_invitees }), [
      ["a@acme.test", true],
      ["b@example.com", false],
      ["c@x.test", null],
    ]);
    assert.deepEqual(internals({ calendar_invitees, meeting_url: null }), [
      ["a@acme.test", null],
      ["b@example.com", false],
      ["c@x.test", null],
    ]);
  });

  it("does not depend on what Fathom says of the meeting as a whole", () => {
    for (const parts of [{}, { meeting_url: null }, { calendar_invitees: [] }]) {
      const kinds = ["only_internal", "one_or_more_external", null].map((kind) =>
        meeting({ ...parts, calendar_invitees_domains_type: kind }),
      );
      assert.deepEqual(kinds[0], kinds[1]);
      assert.deepEqual(kinds[0], kinds[2]);
    }
  });

  it("is told by name alone where no calendar tells more, as nobody would know that somebody else was there", () => {
    const speaker = (display_name: string) => ({
      speaker: { display_name, matched_calendar_invitee_email: null },
      text: "Yes",
    });
    const transcript = ["Sample Agent", "Guest", "Guest", "Sample Client"].map(speaker);
    const names = (parts: Record<string, unknown>) =>
      meeting({ transcript, ...parts }).participants.map(({ name }) => name);
    assert.deepEqual(names({}), ["Sample Agent", "Sample Client"]);
    assert.deepEqual(names({ meeting_url: null }), ["Sample Agent", "Sample Client", "Guest"]);
    assert.deepEqual(names({ calendar_invitees: [] }), ["Guest", "Sample Client"]);
  });

  it("is everybody invited and everybody who spoke and is known by address, once", () => {
    const address = fc.constantFrom("a@acme.test", "A@acme.test", "b@example.com", "c@example.com");
    const addresses = fc.array(address, { maxLength: 6 });
    fc.assert(
      fc.property(addresses, addresses, (invited, speaking) => {
        const { participants } = meeting({
          calendar_invitees: invited.map((email) => invitee(email, true)),
          transcript: speaking.map((email) => ({
            speaker: { display_name: "X", matched_calendar_invitee_email: email },
            text: "Hello",
          })),
        });
        const emails = participants.map(({ email }) => email?.toLowerCase());
        const expected = new Set([...invited, ...speaking].map((email) => email.toLowerCase()));
        assert.deepEqual(emails, [...expected]);
      }),
    );
  });
});

describe("the moments that were marked", () => {
  const links = (url: unknown, start_time: unknown) =>
    meeting({ url, highlights: [{ type: "Objection", summary: "Price", start_time }] }).notes.map(({ link }) => link);

  it("link to the moment where there is a page", () => {
    assert.deepEqual(links("https://fathom.video/calls/1", 27.999999999999996), [
      "https://fathom.video/calls/1?timestamp=27",
    ]);
    assert.deepEqual(links("https://fathom.video/calls/1?tab=x", 0), [
      "https://fathom.video/calls/1?tab=x&timestamp=0",
    ]);
    assert.deepEqual(links("https://fathom.video/calls/1", null), ["https://fathom.video/calls/1"]);
    assert.deepEqual(links("javascript:alert(1)", 5), [null]);
  });
});

describe("Fathom's signature", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const receivedAt = new Date("2026-10-09T10:02:00Z");
  const connection = connectionOf({ secret, receivedAt });
  const signature = new Webhook(secret).sign("msg_1", receivedAt, delivery.body);
  const seconds = String(receivedAt.getTime() / 1000);
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": `v1,AAAA ${signature}` };

  it("is accepted, also as one of several", () => {
    assert.deepEqual(fathom.verify({ ...delivery, headers }, connection), { ok: true, trust: "signed" });
  });

  it("is refused when it is missing, stale, or of another body or secret", () => {
    const late = connectionOf({ secret, receivedAt: new Date(receivedAt.getTime() + 301_000) });
    const other = connectionOf({ secret: "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==", receivedAt });
    assert.equal(fathom.verify({ ...delivery, headers: {} }, connection).ok, false);
    assert.equal(fathom.verify({ ...delivery, headers }, late).ok, false);
    assert.equal(fathom.verify({ ...delivery, headers, body: Buffer.from("{}") }, connection).ok, false);
    assert.equal(fathom.verify({ ...delivery, headers }, other).ok, false);
  });

  it("is not needed without a secret of the portal's", () => {
    assert.deepEqual(fathom.verify(delivery, connectionOf()), { ok: true, trust: "address" });
  });
});

it("a transcript of 5 MB is read within what is allowed of Fathom", () => {
  const line = {
    speaker: { display_name: "A B", matched_calendar_invitee_email: null },
    text: "Yes.",
    timestamp: "00:00:03",
  };
  const transcript = Array(Math.ceil((5 * 1024 * 1024) / JSON.stringify(line).length)).fill(line);
  assert.equal(told({ transcript }).type, "meeting.analyzed");
  assert.ok(JSON.stringify({ ...call, transcript }).length < (fathom.bodyLimit ?? 0));
});

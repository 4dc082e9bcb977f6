// The largest bodies that note-takers may send, made to cost as much as they can: each is read at once, and stays small.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fathom } from "../../src/providers/fathom.ts";
import { fathomMeeting } from "../../src/providers/fathom-meeting.ts";
import { firefliesMeeting } from "../../src/providers/fireflies-meeting.ts";
import { gong } from "../../src/providers/gong.ts";
import { gongMeeting } from "../../src/providers/gong-meeting.ts";
import { grain } from "../../src/providers/grain.ts";
import { grainMeeting } from "../../src/providers/grain-meeting.ts";
import { salescalingMeeting } from "../../src/providers/salescaling-meeting.ts";
import { tldvMeeting, withNotes } from "../../src/providers/tldv-meeting.ts";

const limit = 6 * 1024 * 1024;
/** Each takes a second at most. Where time grows with the square, a sixth of such a body took 16 s. */
const atMost = 5_000;

/** As many of them as the body holds besides the rest of it. */
function fill(one: (n: number) => object, rest = 0): object[] {
  const length = JSON.stringify(one(100_000)).length + 1;
  return Array.from({ length: Math.floor((limit - rest) / length) }, (_, n) => one(n));
}

const long = "x".repeat(limit / 2);
const longPage = (host: string) => `https://${host}/${long}`;
const half = limit / 2;
const names = (n: number) => ({ name: `Guest ${n}`, email: `guest-${n}@example.com` });

const rows: [title: string, read: () => unknown][] = [
  [
    "Gong's action items of speakers whom nobody knows",
    () => {
      const parties = fill((n) => ({ speakerId: `s${n}` }), half);
      const actionItems = fill(() => ({ snippet: "x", speakerID: "q" }), half);
      return gongMeeting("1", { parties, content: { pointsOfInterest: { actionItems } } }, "UTC");
    },
  ],
  [
    "Gong's action items of one who has an endless name",
    () => {
      const parties = [{ speakerId: "s", name: long }];
      const actionItems = fill(() => ({ snippet: "x", speakerID: "s" }), half);
      return gongMeeting("1", { parties, content: { pointsOfInterest: { actionItems } } }, "UTC");
    },
  ],
  [
    "Gong's comments on a call with an endless address",
    () => {
      const publicComments = fill(() => ({ comment: "x", audioStartTime: 1 }), half);
      const metaData = { url: longPage("app.gong.io") };
      return gongMeeting("1", { metaData, collaboration: { publicComments } }, "UTC");
    },
  ],
  [
    "Gong's comments that each link to their moment",
    () => {
      const publicComments = fill(() => ({ comment: "x", audioStartTime: 1 }));
      const metaData = { url: "https://app.gong.io/call?id=1" };
      return gongMeeting("1", { metaData, collaboration: { publicComments } }, "UTC");
    },
  ],
  [
    "Gong's highlights under an endless title",
    () =>
      gongMeeting("1", { content: { highlights: [{ title: long, items: fill(() => ({ text: "x" }), half) }] } }, "UTC"),
  ],
  ["Gong's parties", () => gongMeeting("1", { parties: fill((n) => ({ emailAddress: `guest-${n}@x.test` })) }, "UTC")],
  [
    "Fathom's highlights of a meeting with an endless address",
    () => {
      const highlights = fill(() => ({ summary: "x", start_time: 1 }), half);
      return fathomMeeting("1", { url: longPage("fathom.video"), highlights }, "UTC");
    },
  ],
  [
    "Fathom's invitees and those who spoke",
    () => {
      const calendar_invitees = fill(names, half);
      const transcript = fill((n) => ({ speaker: { display_name: `Speaker ${n}` } }), half);
      return fathomMeeting("1", { calendar_invitees, transcript, meeting_url: "x" }, "UTC");
    },
  ],
  [
    "tl;dv's notes under topics that are not theirs",
    () => {
      const topics = fill((n) => ({ id: `t${n}`, title: "x" }), half);
      return withNotes(tldvMeeting("1", {}, "UTC"), {
        topics,
        structuredNotes: fill(() => ({ text: "x", topicId: "q" }), half),
      });
    },
  ],
  [
    "tl;dv's notes of a meeting with an endless address",
    () => {
      const meeting = tldvMeeting("1", { url: longPage("tldv.io") }, "UTC");
      return withNotes(meeting, { structuredNotes: fill(() => ({ text: "x" })) });
    },
  ],
  [
    "tl;dv's notes under a topic with an endless title",
    () => {
      const structuredNotes = fill(() => ({ text: "x", topicId: "t" }), half);
      return withNotes(tldvMeeting("1", {}, "UTC"), { topics: [{ id: "t", title: long }], structuredNotes });
    },
  ],
  [
    "Fireflies' clips of a meeting with an endless address",
    () =>
      firefliesMeeting(
        "1",
        { transcript_url: longPage("app.fireflies.ai") },
        fill(() => ({ name: "x" }), half),
      ),
  ],
  [
    "Fireflies' steps of one who has an endless name",
    () => firefliesMeeting("1", { summary: { action_items: `**${long}**\n${"x\n".repeat(limit / 20)}` } }, []),
  ],
  [
    "Fireflies' participants and colleagues",
    () => {
      const participants = fill((n) => [`guest-${n}@x.test`], half).flat();
      return firefliesMeeting("1", { participants, workspace_users: participants }, []);
    },
  ],
  ["Grain's highlights", () => grainMeeting("1", { highlights: fill(() => ({ text: "x" })) }, "UTC")],
  ["Grain's participants", () => grainMeeting("1", { participants: fill(names) }, "UTC")],
  ["Salescaling's people", () => salescalingMeeting("1", { participants: fill(names) }, "UTC")],
  ["Salescaling's notes", () => salescalingMeeting("1", { notes: fill(() => ({ text: "x" })) }, "UTC")],
];

describe("read at once are", () => {
  for (const [title, read] of rows) {
    it(title, () => {
      const before = performance.now();
      const text = JSON.stringify(read());
      const took = performance.now() - before;
      assert.ok(took < atMost, `it took ${Math.round(took)} ms`);
      // Each becomes some hundred letters; what all of them repeat adds no more than a few hundred to each.
      assert.ok(text.length < 40 * limit, `${text.length} letters were made of it`);
    });
  }
});

it("the bodies are as large as those that are let in", () => {
  for (const { bodyLimit } of [gong, fathom, grain]) assert.equal(bodyLimit, limit);
});

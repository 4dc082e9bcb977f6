// The kinds of deliveries of which every provider has a fixture by that name, and what each must be read as.
import type { Reading } from "../../src/providers/provider.ts";
import type { Fixture } from "./fixture.ts";

type Fits = (reading: Reading, expect: Fixture["expect"]) => boolean;

/** Senders with legs tell of an end or of a missed call leg by leg, so that the way or the outcome may be in another. */
export const kinds: Record<string, Fits> = {
  "answered-in": (reading) => says(reading, "outcome", "answered") && !says(reading, "direction", "out"),
  "answered-out": (reading) => says(reading, "outcome", "answered") && !says(reading, "direction", "in"),
  missed: (reading) => says(reading, "outcome", "missed") || tells(reading, "call.forwarded"),
  voicemail: (reading) => says(reading, "outcome", "voicemail") && !talks(reading),
  transferred: (reading) => "happenings" in reading,
  busy: (reading) => says(reading, "outcome", "busy"),
  "recording-later": (reading) => "happenings" in reading && !says(reading, "recordingUrl", null),
  duplicate: (_reading, { sameAs }) => sameAs !== undefined,
  disorder: (_reading, { sameSubjectAs }) => sameSubjectAs !== undefined,
  "unknown-event": (reading) => !("happenings" in reading),
  malformed: (reading) => "unreadable" in reading,
};

/** Of which the note-takers have a fixture each, besides the kinds that calls and meetings have in common. */
export const meetingKinds: Record<string, Fits> = {
  completed: (reading) => tells(reading, "meeting.completed"),
  analyzed: (reading) => tells(reading, "meeting.analyzed"),
  deleted: (reading) => tells(reading, "meeting.deleted"),
};

/** Senders that tell of meetings and of nothing else. */
export const noteTakers: ReadonlySet<string> = new Set(["fathom", "fireflies", "gong", "grain", "salescaling", "tldv"]);

function says(reading: Reading, name: string, value: unknown): boolean {
  return "happenings" in reading && reading.happenings.some(({ data }) => Reflect.get(data, name) === value);
}

function talks(reading: Reading): boolean {
  return "happenings" in reading && reading.happenings.some(({ data }) => Number(Reflect.get(data, "talkSeconds")) > 0);
}

function tells(reading: Reading, type: string): boolean {
  return "happenings" in reading && reading.happenings.some((each) => each.type === type);
}

const aboutMeetings = {
  "answered-in": "a meeting is no call",
  "answered-out": "a meeting is no call",
  missed: "a meeting is no call",
  voicemail: "a meeting is no call",
  transferred: "a meeting is no call",
  busy: "a meeting is no call",
  "recording-later": "a meeting is no call",
};

/** What a sender cannot report, and why. */
export const unreportable: Record<string, Record<string, string>> = {
  "3cx": {
    voicemail: "its journal knows calls that were answered and calls that were not, and no more",
    transferred: "what each employee had of the call is reported as a call of its own",
    busy: "its journal knows calls that were answered and calls that were not, and no more",
    "recording-later": "the one report of a call holds the address of its recording",
  },
  aircall: { busy: "no reason of a missed call is a busy line" },
  binotel: { "recording-later": "the one report of a call holds the address of its recording" },
  callrail: {
    transferred: "it reports the tracked call, not where it was passed on to",
    busy: "it says whether a call was answered, and no more",
  },
  cloudtalk: {
    transferred: "what its data properties hold of a transfer is not documented",
    busy: "a call is answered or missed",
  },
  dialpad: { busy: "no state of a call is a busy line" },
  fathom: { ...aboutMeetings, deleted: "its one webhook tells of meetings that were recorded" },
  fireflies: { ...aboutMeetings, deleted: "it sends nothing when a meeting is deleted" },
  gong: { ...aboutMeetings, deleted: "it sends nothing when a call is deleted" },
  grain: aboutMeetings,
  justcall: {
    transferred: "its events name one agent and no transfer",
    "recording-later": "the recording comes with the events of the call itself",
  },
  ringcentral: { "recording-later": "its call log has the recording, its events have not" },
  ringostat: { transferred: "the names of what its forwarding steps hold are not documented" },
  salescaling: aboutMeetings,
  tldv: { ...aboutMeetings, deleted: "it sends nothing when a meeting is deleted" },
  "web-form": {
    "answered-in": "a form is no call",
    "answered-out": "a form is no call",
    missed: "a form is no call",
    voicemail: "a form is no call",
    transferred: "a form is no call",
    busy: "a form is no call",
    "recording-later": "a form is no call",
    disorder: "nothing follows a form that was sent",
  },
};

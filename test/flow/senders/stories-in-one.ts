// Calls of the phone systems that tell of a call as a whole, in one event or in several.
import { announced, answered, missed, type Stories, told, voicemail } from "./story.ts";

const ringostat = { recording: "https://pbx.acme.test/recordings/42.wav?token=abc" };
const later = { minute: "2026-10-09T10:00" };
const binotel = { recording: announced };
const aircall = { recording: "https://assets.acme.test/recordings/812001.mp3" };
const callrail = { recording: "https://app.callrail.com/calls/766000001/recording/redirect?access_key=sample" };
const justcall = { recording: "https://recordings.acme.test/88001.mp3" };
const cloudtalk = { recording: "https://my.cloudtalk.io/pub/r/sample.wav" };
const generic = { recording: "https://pbx.acme.test/rec/c-1.mp3", minute: "2026-11-22T10:00" };
const withoutLine = { withoutLine: true } as const;

export const storiesInOne: Record<string, Stories> = {
  ringostat: {
    "answered-in": told(["before-call", "pick-up", "answered-in"], answered(), ringostat),
    missed: told(["missed"], missed(), later),
    voicemail: told(["voicemail"], voicemail(), later),
    "recording-later": told(["answered-in", "recording-later"], answered(), {
      recording: "https://pbx.acme.test/recordings/42.ogg",
    }),
    duplicate: told(["answered-in", "duplicate"], answered(), ringostat),
    disorder: told(["answered-in", "disorder", "before-call"], answered(), ringostat),
  },
  binotel: {
    "answered-in": told(["push-received", "answered-in"], answered(), binotel),
    missed: told(["missed"], missed()),
    voicemail: told(["voicemail"], voicemail(), binotel),
    transferred: told(["push-transferred", "transferred"], answered(90, "second")),
    duplicate: told(["answered-in", "duplicate"], answered(), binotel),
    disorder: told(["answered-in", "disorder"], answered(), binotel),
  },
  "3cx": {
    "answered-in": told(["answered-in"], answered(), withoutLine),
    missed: told(["missed"], missed(), withoutLine),
    duplicate: told(["answered-in", "duplicate"], answered(), withoutLine),
    disorder: told(["missed", "disorder"], missed(), withoutLine),
  },
  aircall: {
    "answered-in": told(["created", "ringing", "picked-up", "hungup", "answered-in"], answered()),
    missed: told(["created", "ringing", "missed"], missed()),
    voicemail: told(["created", "missed", "voicemail"], voicemail(), {
      recording: "https://assets.acme.test/voicemails/812001.mp3",
    }),
    transferred: told(["picked-up", "transferred", "ended-after-transfer"], answered(80, "second")),
    "recording-later": told(["answered-in", "recording-later"], answered(), aircall),
    duplicate: told(["answered-in", "duplicate"], answered()),
    disorder: told(["disorder", "answered-in", "picked-up"], answered(), aircall),
  },
  callrail: {
    // CallRail counts ringing and talk together.
    "answered-in": told(["pre-call", "answered-in"], answered(95), callrail),
    missed: told(["pre-call", "missed"], missed()),
    voicemail: told(["pre-call", "voicemail"], voicemail(), callrail),
    "recording-later": told(["answered-in", "recording-later"], answered(95), callrail),
    duplicate: told(["answered-in", "duplicate"], answered(95), callrail),
    disorder: told(["disorder", "answered-in", "pre-call"], answered(95), callrail),
  },
  justcall: {
    // Without the ten seconds on hold.
    "answered-in": told(["incoming", "picked-up", "answered-in"], answered(70), justcall),
    missed: told(["incoming", "missed", "missed-and-completed"], missed("agent")),
    voicemail: told(["incoming", "voicemail"], voicemail("agent"), justcall),
    duplicate: told(["answered-in", "duplicate"], answered(70), justcall),
    disorder: told(["disorder", "answered-in", "incoming"], answered(70), justcall),
  },
  cloudtalk: {
    "answered-in": told(["started", "picked-up", "answered-in"], answered(), cloudtalk),
    missed: told(["started", "missed"], missed()),
    voicemail: told(["started", "voicemail"], voicemail("agent"), cloudtalk),
    "recording-later": told(["answered-in", "recording-later"], answered(), cloudtalk),
    duplicate: told(["answered-in", "duplicate"], answered(), cloudtalk),
    disorder: told(["disorder", "answered-in", "started"], answered(), cloudtalk),
  },
  quo: {
    "answered-in": told(["ringing", "answered-in"], answered()),
    missed: told(["ringing", "missed"], missed()),
    voicemail: told(["voicemail", "voicemail-later"], voicemail(), { recording: "https://files.acme.test/vm1.mp3" }),
    transferred: told(["transferred", "answering", "answered-shared"], answered(80, "second")),
    "recording-later": told(["answered-in", "recording-later"], answered(), {
      recording: "https://files.acme.test/re1.mp3",
    }),
    duplicate: told(["answered-in", "duplicate"], answered()),
    disorder: told(["answered-in", "disorder"], answered()),
  },
  generic: {
    "answered-in": told(["answered-in"], answered(), generic),
    missed: told(["missed"], missed(), { ...withoutLine, minute: generic.minute }),
    voicemail: told(["voicemail"], voicemail(), { ...withoutLine, minute: generic.minute }),
    transferred: told(["transferred", "answered-in"], answered(), generic),
    "recording-later": told(["recording-later", "answered-in"], answered(), generic),
    duplicate: told(["answered-in", "duplicate"], answered(), generic),
    disorder: told(["answered-in", "disorder"], answered(), generic),
  },
};

// Calls of the phone systems that tell of a call leg by leg, or party by party.
import { announced, answered, missed, type Stories, told, voicemail } from "./story.ts";

const ours = { recording: announced };

export const storiesInLegs: Record<string, Stories> = {
  asterisk: {
    "answered-in": told(["answered-in"], answered()),
    missed: told(["missed"], missed()),
    voicemail: told(["voicemail"], voicemail()),
    transferred: told(["transferred"], answered(80, "second")),
    "recording-later": told(["answered-in", "recording-later"], answered(), {
      recording: "https://pbx.acme.test/rec/1791538201.42.mp3",
    }),
    duplicate: told(["answered-in", "duplicate"], answered()),
    disorder: told(["disorder", "queue-answered"], answered()),
  },
  twilio: {
    "answered-in": told(["started", "leg-ringing", "picked-up", "answered-in", "completed-in"], answered()),
    missed: told(["started", "leg-ringing", "rang-in-vain", "missed"], missed()),
    voicemail: told(["started", "completed-in", "voicemail"], voicemail(), ours),
    // 80 seconds with the first employee, 40 with the second.
    transferred: told(["picked-up", "answered-in", "transferred", "completed-in"], answered(120, "second")),
    "recording-later": told(["answered-in", "completed-in", "recording-later"], answered(), ours),
    duplicate: told(["answered-in", "completed-in", "duplicate"], answered()),
    disorder: told(["disorder", "completed-in", "started", "picked-up"], answered()),
  },
  telnyx: {
    "answered-in": told(["started", "phone-rings", "picked-up", "answered-in", "completed-in"], answered()),
    missed: told(["started", "phone-rings", "rang-in-vain", "missed"], missed()),
    voicemail: told(["started-out", "voicemail", "answered-out"], voicemail(), { outgoing: true }),
    transferred: told(["started", "picked-up", "answered-in", "transferred", "completed-in"], answered(80, "second")),
    "recording-later": told(["started", "picked-up", "completed-in", "recording-later"], answered(), {
      recording: "https://recordings.acme.test/1.mp3",
    }),
    duplicate: told(["started", "picked-up", "completed-in", "duplicate"], answered()),
    disorder: told(["disorder", "completed-in", "picked-up", "started"], answered()),
  },
  vonage: {
    "answered-in": told(["started", "ringing", "picked-up", "answered-in", "completed-in"], answered()),
    missed: told(["started", "missed"], missed()),
    voicemail: told(["voicemail", "answered-out"], voicemail(), { outgoing: true }),
    transferred: told(["started", "picked-up", "answered-in", "transferred", "completed-in"], answered()),
    "recording-later": told(["answered-in", "completed-in", "recording-later"], answered(), ours),
    duplicate: told(["answered-in", "completed-in", "duplicate"], answered()),
    disorder: told(["disorder", "completed-in", "started"], answered(95)),
  },
  ringcentral: {
    // From the pick-up to the end, rounded: RingCentral's events tell no length.
    "answered-in": told(["started", "ringing", "answered-in", "agent-left", "ended-in"], answered(81)),
    missed: told(["started", "missed", "ended-in"], missed()),
    voicemail: told(["started", "voicemail", "ended-in"], voicemail()),
    transferred: told(["started", "answered-in", "transferred", "transferred-to", "ended-in"], answered(81, "second")),
    duplicate: told(["started", "answered-in", "duplicate", "ended-in"], answered(81)),
    disorder: told(["disorder", "answered-in", "started"], answered(81)),
  },
  "zoom-phone": {
    // Without the two seconds on hold.
    "answered-in": told(["ringing", "answering", "answered-in"], answered(78)),
    missed: told(["ringing", "missed", "missed-direct"], missed()),
    voicemail: told(["ringing", "voicemail", "voicemail-received"], voicemail(), ours),
    transferred: told(["answering", "transferred", "answered-in"], answered(78)),
    "recording-later": told(["answered-in", "recording-later"], answered(78), ours),
    duplicate: told(["answered-in", "duplicate"], answered(78)),
    disorder: told(["answered-in", "disorder"], answered(78)),
  },
  dialpad: {
    "answered-in": told(["ringing", "answering", "answered-in"], answered()),
    missed: told(["ringing", "missed"], missed()),
    voicemail: told(["missed", "voicemail", "voicemail-later"], voicemail(), ours),
    transferred: told(["answering", "transferred", "answered-child", "answered-in"], answered(80, "second")),
    "recording-later": told(["answered-in", "recording-later"], answered(), ours),
    duplicate: told(["answered-in", "duplicate"], answered()),
    disorder: told(["disorder", "department", "ringing"], answered(80, "second")),
  },
};

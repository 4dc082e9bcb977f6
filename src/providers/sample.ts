// Builds the fields of a realistic Ringostat delivery, for the "Send a sample call" button and the README.
import { wallClock } from "./local-time.ts";

const totalSeconds = 95;
const talkSeconds = 80;

/** An answered incoming call that has just ended. Another `n` is another client; the same `n` later calls again. */
export function sampleCall(now: Date, timeZone: string, n: string): Record<string, string> {
  const start = new Date(now.getTime() - totalSeconds * 1000);
  const digits = n.replace(/\D/g, "").slice(-7);
  const callId = `us1_-${Math.floor(start.getTime() / 1000)}.${digits || "1"}`;
  return {
    uniqueid: callId,
    calldate: wallClock(start, timeZone),
    type: "in",
    E164: `38050${digits.padStart(7, "1234567")}`,
    dst: "380441112233",
    connected_with: "acme_101",
    disposition: "PROPER",
    duration: String(totalSeconds),
    billsec: String(talkSeconds),
    waiting: String(totalSeconds - talkSeconds),
    has_recording: "1",
    recording_wav: `https://pbx.acme.test/recordings/${callId}.wav`,
    extension_number: "101",
    employee_email: "agent@acme.test",
    employee_fio: "Sample Agent",
    n_alias: "Kyiv",
    utm_source: "google",
    utm_medium: "cpc",
    utm_campaign: "spring",
    utm_term: "crm",
    client_id: "123.456",
  };
}

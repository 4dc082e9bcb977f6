// The webhooks that the measurements send: answered calls in Hookswitch's own JSON, told apart by id and number.

/** Where the number and the id stand in `callBody`, for a generator that fills in its own. */
export const placeholders = { id: "<call-id>", phone: "<call-phone>" };

/** The employee is one of the sandbox's owners, so that no task is due and a call is contact, deal and call. */
export function callBody(id: string, phone: string): string {
  return JSON.stringify({
    type: "call.completed",
    id,
    time: "2026-11-22T10:01:35Z",
    data: {
      call_id: id,
      direction: "in",
      outcome: "answered",
      client: { phone, name: "Sample Client", email: null },
      line: { phone: "+380441112233", name: "Kyiv" },
      agent: { id: "331851", email: "olena.koval@acme.test", extension: "101", name: "Olena Koval" },
      started_at: "2026-11-22T10:00:00Z",
      answered_at: "2026-11-22T10:00:15Z",
      ended_at: "2026-11-22T10:01:35Z",
      talk_seconds: 80,
      total_seconds: 95,
      recording_url: "https://pbx.acme.test/rec/c-1.mp3",
      attribution: { utm_source: "google", utm_medium: "cpc", utm_campaign: "spring", gclid: "g1" },
      tags: [],
      note: null,
    },
  });
}

/** The n-th of ten million numbers. */
export function phoneNumber(n: number): string {
  return `+38050${String(n).padStart(7, "0")}`;
}

export async function sendCall(hook: string, id: string, phone: string): Promise<void> {
  const response = await fetch(hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: callBody(id, phone),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`A webhook was answered ${response.status}.`);
}

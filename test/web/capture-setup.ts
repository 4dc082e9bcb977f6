// What the tests of the capture page share: an app, a system with names of its own, and the map that reads it.
import assert from "node:assert/strict";
import type { FieldMap } from "../../src/model/field-map.ts";
import { type ActivityEvent, control, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, json, webhookUrlOf } from "./setup.ts";

export interface Captured {
  capturingSince: string | null;
  provider: string;
  delivery: {
    id: string;
    fields: { name: string; value: string; proposed: string | null }[];
    problem: string | null;
  } | null;
  rule: ({ place: number | null } & FieldMap["rules"][number]) | null;
  version: number;
  map: FieldMap;
}

export interface Previewed {
  notes: string[];
  nothing: string | null;
  event: { type: string; subject: string; pairs: [string, string][] } | null;
  plan: { because: string; lines: string[] } | null;
}

export const call = (ref: string, change: Record<string, string> = {}) => ({
  ref,
  route: "incoming",
  state: "PROPER",
  begun: "2026-11-20 12:30:01",
  who: "0501234567",
  whom: "0441112233",
  talk: "80",
  ...change,
});

export const calls: FieldMap = {
  rules: [
    {
      when: [],
      type: "call.completed",
      timeZone: "Europe/Kyiv",
      fields: [
        { ours: "call_id", theirs: "ref" },
        { ours: "direction", theirs: "route", words: [{ theirs: "incoming", ours: "in" }] },
        { ours: "outcome", theirs: "state", words: [{ theirs: "PROPER", ours: "answered", target: true }] },
        { ours: "started_at", theirs: "begun" },
        { ours: "caller.phone", theirs: "who" },
        { ours: "called.phone", theirs: "whom" },
        { ours: "talk_seconds", theirs: "talk" },
      ],
    },
  ],
};

export interface CaptureTest {
  app: TestApp;
  admin: Visitor;
  address: string;
  /** Sends it and gives what became of it. */
  send(body: unknown, provider?: string): Promise<ActivityEvent>;
  state(search?: string): Promise<Captured>;
  /** Presses Capture, sends it and gives the delivery's id. */
  captured(body: object, provider?: string): Promise<string>;
  /** Every event, once all are settled. */
  events(): Promise<ActivityEvent[]>;
}

export async function startCapturing(): Promise<CaptureTest> {
  const app = await startApp();
  await control(app, "limits", { on: false });
  const admin = await adminOf(app);
  await admin.post("/settings", { defaultCountry: "UA", timeZone: "Europe/Kyiv" });
  const address = await webhookUrlOf(admin);
  let received = 0;
  const state = (search = "") => admin.get<Captured>(`/capture${search}`);
  const events = () => settled(admin, received);
  const send = async (body: unknown, provider = "custom"): Promise<ActivityEvent> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${address}/${provider}`, { method: "POST", body: text });
    assert.equal(response.status, 200);
    received += 1;
    const [newest] = await events();
    assert.ok(newest);
    return newest;
  };
  const captured = async (body: object, provider = "custom"): Promise<string> => {
    await json(await admin.post("/capture/start", { provider }));
    await send(body, provider);
    const { delivery } = await state();
    assert.ok(delivery);
    return delivery.id;
  };
  return { app, admin, address, send, state, captured, events };
}

// Calls, notes and tasks of the demo portal, so that the timelines of its newest deals are not empty.
import type { SeedObject } from "../control/seed.ts";
import type { Random } from "../random.ts";
import { objectType } from "../schema/object-types.ts";
import { DAY, DEALS, demoObject, OWNERS } from "./demo.ts";

const CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20";
const FIRST_DEAL = 101;
const CALLS = 400;

const toDeal = (position: number) => ({
  toType: objectType("deals"),
  toId: String(FIRST_DEAL + (position % DEALS)),
  typeId: undefined,
});

function call(random: Random, now: number, position: number): SeedObject {
  const answered = random.integer(4) > 0;
  const inbound = random.integer(2) === 0;
  const at = now - random.integer(60) * DAY - random.integer(DAY);
  const made = demoObject(
    "calls",
    {
      hs_timestamp: String(at),
      hs_call_title: `${inbound ? "Inbound" : "Outbound"} call`,
      hs_call_direction: inbound ? "INBOUND" : "OUTBOUND",
      hs_call_disposition: answered ? CONNECTED : NO_ANSWER,
      hs_call_status: answered ? "COMPLETED" : "NO_ANSWER",
      hs_call_duration: answered ? String(1000 * (20 + random.integer(600))) : "0",
      hubspot_owner_id: random.pick(OWNERS),
    },
    at,
  );
  made.associations.push(toDeal(position));
  return made;
}

function note(random: Random, now: number, position: number): SeedObject {
  const at = now - random.integer(60) * DAY;
  const body = random.pick([
    "Prefers to be called after 14:00.",
    "Sent the <b>price list</b> by e-mail.",
    "Measuring agreed for next week.",
  ]);
  const made = demoObject(
    "notes",
    { hs_timestamp: String(at), hs_note_body: `<p>${body}</p>`, hubspot_owner_id: random.pick(OWNERS) },
    at,
  );
  made.associations.push(toDeal(position));
  return made;
}

function task(random: Random, now: number, position: number): SeedObject {
  const due = now + (random.integer(20) - 8) * DAY;
  const made = demoObject(
    "tasks",
    {
      hs_timestamp: String(due),
      hs_task_subject: random.pick(["Call back", "Send the offer", "Confirm the delivery date"]),
      hs_task_status: random.integer(3) === 0 ? "COMPLETED" : "NOT_STARTED",
      hs_task_type: "CALL",
      hs_task_priority: random.pick(["LOW", "MEDIUM", "HIGH"]),
      hubspot_owner_id: random.pick(OWNERS),
    },
    now - random.integer(10) * DAY,
  );
  made.associations.push(toDeal(position));
  return made;
}

export function callObjects(random: Random, now: number): SeedObject[] {
  const make = (count: number, one: typeof call) =>
    Array.from({ length: count }, (_, position) => one(random, now, position));
  return [...make(CALLS, call), ...make(150, note), ...make(150, task)];
}

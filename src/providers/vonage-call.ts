// Maps the fields of a Vonage voice event to what it tells of the call: whom a leg connects, and how it ended.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { agentAt, endpointOf } from "./endpoint.ts";
import { later, utcOf } from "./local-time.ts";
import { internationalOf, secondsOf } from "./values.ts";

export type Field = (name: string) => string | null;

/** The final statuses of the webhook reference: what each means of an incoming and of an outgoing leg. */
const endings = new Map<string, Record<"in" | "out", CallOutcome>>([
  // A program answers incoming calls; whether a person did, only the leg to that person says.
  ["completed", { in: "unknown", out: "answered" }],
  ["busy", { in: "busy", out: "busy" }],
  ["cancelled", { in: "abandoned", out: "no_answer_by_client" }],
  ["unanswered", { in: "missed", out: "no_answer_by_client" }],
  ["timeout", { in: "missed", out: "no_answer_by_client" }],
  // By Vonage, before anybody was called.
  ["rejected", { in: "failed", out: "failed" }],
  ["failed", { in: "failed", out: "failed" }],
]);

/** The one detail that says more than the status. */
const declined = "declined";

export function isOver(status: string): boolean {
  return endings.has(status);
}

/** Who is at the ends of a leg. */
export interface Leg {
  /** Set: this is the leg to one of our own people. */
  agent: Agent | null;
  /** False where an employee's app begins the call: then another leg reaches the client. */
  reachesClient: boolean;
  data: CallData;
}

export function legOf(field: Field, callId: string, isAgents: boolean): Leg {
  const legId = field("uuid") ?? field("call_uuid");
  const blank = { ...blankCall(callId), ...(legId !== null && { linkedIds: [legId] }) };
  const [from, to] = [internationalOf(field("from")), internationalOf(field("to"))];
  const [caller, called] = [endpointOf(from), endpointOf(to)];
  const user = field("from_user");
  const outgoing = field("direction") === "outbound";
  // The sender of an outgoing leg is what its display shows.
  const employee = outgoing ? null : user === null ? caller.agent : agentOf({ id: user });
  // Detection of a machine does not say the direction; incoming calls go to a number.
  if (isAgents || (field("direction") !== "inbound" && to !== null && !isNumber(called.phone))) {
    return { agent: agentAt(to), reachesClient: false, data: blank };
  }
  const [theirs, ours] = outgoing || employee !== null ? [called.phone, caller.phone] : [caller.phone, called.phone];
  const data = {
    ...blank,
    direction: employee === null ? directionOf(field) : called.agent === null ? "out" : "internal",
    client: { ...blank.client, phone: theirs },
    line: { phone: ours, name: null },
    agent: employee,
  } as const;
  return { agent: null, reachesClient: employee === null, data };
}

/** A name instead of a number is a user of the customer's own app, a short number an extension of his PBX. */
function isNumber(phone: string | null): boolean {
  return phone !== null && /^\+?\d{7,15}$/.test(phone);
}

function directionOf(field: Field): CallDirection | null {
  const word = field("direction");
  return word === "inbound" ? "in" : word === "outbound" ? "out" : null;
}

export function endedData({ data, reachesClient }: Leg, field: Field): CallData {
  const status = field("status") ?? "";
  const outcome = reachesClient ? outcomeOf(field, data.direction) : "unknown";
  const seconds = secondsOf(field("duration"));
  return {
    ...data,
    outcome,
    providerStatus: status,
    startedAt: utcOf(field("start_time"), "UTC"),
    endedAt: utcOf(field("end_time"), "UTC") ?? utcOf(field("timestamp"), "UTC"),
    talkSeconds: outcome === "answered" ? seconds : outcome === "unknown" ? null : 0,
    totalSeconds: seconds,
  };
}

/** The length of a leg counts from its answer. */
export function talkOf(field: Field): Pick<CallData, "answeredAt" | "talkSeconds"> {
  const talkSeconds = secondsOf(field("duration"));
  const endedAt = utcOf(field("end_time"), "UTC");
  return { answeredAt: later(endedAt, talkSeconds === null ? null : -talkSeconds), talkSeconds };
}

function outcomeOf(field: Field, direction: CallDirection | null): CallOutcome {
  if (field("detail") === declined) return "rejected";
  const outcome = endings.get(field("status") ?? "")?.[direction === "out" ? "out" : "in"] ?? "unknown";
  return outcome === "answered" && !hasSpoken(field) ? "unknown" : outcome;
}

/** "completed" ends every leg, but only one that was answered has a length. */
export function hasSpoken(field: Field): boolean {
  return field("status") === "completed" && (secondsOf(field("duration")) ?? 0) > 0;
}

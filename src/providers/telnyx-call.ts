// Maps the payload of a Telnyx event to what it tells of the call: whom a leg connects, and how it ended.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { agentAt, endpointOf } from "./endpoint.ts";
import { utcOf } from "./local-time.ts";
import { textOf } from "./values.ts";

export type Json = Record<string, unknown>;

/** hangup_cause: what each means of an incoming and of an outgoing call. */
const endings = new Map<string, Record<"in" | "out", CallOutcome>>([
  // A program answers incoming calls; whether a person did, only the leg to that person says.
  ["normal_clearing", { in: "unknown", out: "answered" }],
  ["time_limit", { in: "unknown", out: "answered" }],
  ["user_busy", { in: "busy", out: "busy" }],
  ["call_rejected", { in: "rejected", out: "rejected" }],
  ["timeout", { in: "missed", out: "no_answer_by_client" }],
  ["no_answer", { in: "missed", out: "no_answer_by_client" }],
  ["originator_cancel", { in: "abandoned", out: "no_answer_by_client" }],
  ["not_found", { in: "failed", out: "failed" }],
]);

const directions = new Map<string, CallDirection>([
  ["incoming", "in"],
  ["outgoing", "out"],
]);

/** Who is at the ends of a leg. */
export interface Leg {
  /** Set: this is the leg to one of our own people. */
  agent: Agent | null;
  /** False where an employee's own phone begins the call: then another leg reaches the client. */
  reachesClient: boolean;
  data: CallData;
}

export function legOf(payload: Json, callId: string, isAgents: boolean): Leg {
  const [from, to] = [textOf(payload.from), textOf(payload.to)];
  const [caller, called] = [endpointOf(from), endpointOf(to)];
  const legId = textOf(payload.call_leg_id);
  const blank = { ...blankCall(callId), ...(legId !== null && legId !== callId && { linkedIds: [legId] }) };
  if (isAgents || (called.agent !== null && caller.agent === null)) {
    return { agent: agentAt(to), reachesClient: false, data: blank };
  }
  if (caller.agent !== null) {
    const direction = called.agent === null ? "out" : "internal";
    const client = { ...blank.client, phone: called.phone };
    return { agent: null, reachesClient: false, data: { ...blank, direction, client, agent: caller.agent } };
  }
  const direction = directions.get(textOf(payload.direction) ?? "") ?? null;
  return { agent: null, reachesClient: true, data: { ...blank, direction, ...numbersOf(payload, direction) } };
}

/** Only call.initiated says the direction. Without it both numbers stay candidates for the client's, the likelier first. */
function numbersOf(payload: Json, direction: CallDirection | null): Pick<CallData, "client" | "line"> {
  const { client } = blankCall("");
  const [from, to] = [endpointOf(textOf(payload.from)).phone, endpointOf(textOf(payload.to)).phone];
  const [theirs, ours] = direction === "out" || (direction === null && wasPlaced(payload)) ? [to, from] : [from, to];
  if (direction === null) {
    const otherPhones = [theirs, ours].filter((phone) => phone !== null);
    return { client: { ...client, otherPhones }, line: { phone: null, name: null } };
  }
  const name = direction === "in" ? textOf(payload.caller_id_name) : null;
  return {
    client: { ...client, phone: theirs, name: name === theirs ? null : name },
    line: { phone: ours, name: null },
  };
}

/** sip_hangup_cause is the SIP answer to a call that was placed; documented as "unspecified" for incoming ones. */
function wasPlaced(payload: Json): boolean {
  return /^\d{3}$/.test(textOf(payload.sip_hangup_cause) ?? "");
}

export function endedData({ data, reachesClient }: Leg, payload: Json, occurredAt: string | null): CallData {
  const cause = textOf(payload.hangup_cause);
  const outgoing = data.direction === "out" || (data.direction === null && wasPlaced(payload));
  const outcome = reachesClient ? outcomeOf(cause, outgoing) : "unknown";
  const startedAt = utcOf(textOf(payload.start_time), "UTC");
  const endedAt = utcOf(textOf(payload.end_time), "UTC") ?? occurredAt;
  const seconds = startedAt && endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : null;
  const vain = outcome !== "answered" && outcome !== "unknown";
  return {
    ...data,
    outcome,
    providerStatus: cause,
    startedAt,
    endedAt,
    talkSeconds: vain ? 0 : null,
    totalSeconds: seconds !== null && seconds >= 0 ? seconds : null,
  };
}

function outcomeOf(cause: string | null, outgoing: boolean): CallOutcome {
  return endings.get(cause ?? "")?.[outgoing ? "out" : "in"] ?? "unknown";
}

/** Whether a leg that has ended had been answered: before the answer a leg ends for a cause of its own. */
export function hasSpoken(payload: Json): boolean {
  return outcomeOf(textOf(payload.hangup_cause), true) === "answered";
}

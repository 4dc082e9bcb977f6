// One leg of a Twilio call, told by a webhook or by the list of calls: whom it connects and how it ended.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { endpointOf } from "./endpoint.ts";
import { later, utcOf } from "./local-time.ts";

export interface TwilioLeg {
  sid: string;
  /** The call whose <Dial> made this leg. */
  parentSid: string | null;
  status: string;
  direction: string | null;
  from: string | null;
  to: string | null;
  callerName: string | null;
  /** What answering machine detection heard. */
  answeredBy: string | null;
  /** From the answer on; none for a call that nobody and nothing answered. */
  seconds: number | null;
  startedAt: string | null;
  endedAt: string | null;
}

/** CallStatus of the call resource: what each final one means of an incoming and of an outgoing call. */
const endings = new Map<string, Record<"in" | "out", CallOutcome>>([
  // Twilio itself answers an incoming call, with a menu, music or <Dial>; only a leg says whether a person did.
  ["completed", { in: "unknown", out: "answered" }],
  ["busy", { in: "busy", out: "busy" }],
  ["failed", { in: "failed", out: "failed" }],
  ["no-answer", { in: "missed", out: "no_answer_by_client" }],
  ["canceled", { in: "abandoned", out: "no_answer_by_client" }],
]);

const machines = new Map<string, CallOutcome>([
  ["machine_start", "voicemail"],
  ["machine_end_beep", "voicemail"],
  ["machine_end_silence", "voicemail"],
  ["machine_end_other", "voicemail"],
  ["fax", "failed"],
]);

export function isOver({ status }: TwilioLeg): boolean {
  return endings.has(status);
}

/** null: a person, or nothing was detected. */
export function machineOf(answeredBy: string | null): CallOutcome | null {
  return machines.get(answeredBy ?? "") ?? null;
}

/** Whether this leg, which is over, was picked up by a person as far as Twilio knows. */
export function wasAnswered(leg: TwilioLeg): boolean {
  return leg.status === "completed" && machineOf(leg.answeredBy) === null;
}

/** How a leg with the client at its end ended. */
export function clientOutcome(leg: TwilioLeg, direction: "in" | "out"): CallOutcome {
  const ending = endings.get(leg.status)?.[direction] ?? "unknown";
  return ending === "answered" ? (machineOf(leg.answeredBy) ?? ending) : ending;
}

/** api.twilio.com, or with an edge and a region api.dublin.ie1.twilio.com. */
export const twilioApi = /^api(\.[a-z0-9-]+){0,2}\.twilio\.com$/;

interface Sides {
  direction: CallDirection | null;
  client: string | null;
  line: string | null;
  agent: Agent | null;
  /** False where our own people are at the end of this leg: then another leg reaches the client. */
  reachesClient: boolean;
}

export function sidesOf({ direction, from, to }: TwilioLeg): Sides {
  const [caller, called] = [endpointOf(from), endpointOf(to)];
  if (direction === "inbound" || direction === "trunking-originating") {
    if (caller.agent === null) {
      return { direction: "in", client: caller.phone, line: called.phone, agent: null, reachesClient: true };
    }
    // A browser or SIP phone that calls Twilio is an employee on the way out.
    const internal = called.agent !== null;
    const side = { client: called.phone, line: null, agent: caller.agent, reachesClient: false };
    return { direction: internal ? "internal" : "out", ...side };
  }
  if (direction === "outbound-api" || direction === "trunking-terminating") {
    const reachesClient = called.agent === null;
    const agent = called.agent ?? caller.agent;
    return { direction: "out", client: called.phone, line: caller.phone, agent, reachesClient };
  }
  return { direction: null, client: null, line: null, agent: null, reachesClient: false };
}

/** The call itself, by the leg that has no parent. */
export function rootData(leg: TwilioLeg): CallData {
  const { direction, client, line, agent, reachesClient } = sidesOf(leg);
  const over = isOver(leg);
  const outcome = reachesClient ? clientOutcome(leg, direction === "in" ? "in" : "out") : "unknown";
  const isPickedUp = outcome === "answered" || outcome === "voicemail";
  const blank = blankCall(leg.sid);
  return {
    ...blank,
    direction,
    outcome: over ? outcome : null,
    providerStatus: over ? leg.status : null,
    client: { ...blank.client, phone: client, name: direction === "in" ? leg.callerName : null },
    line: { phone: line, name: null },
    agent,
    startedAt: leg.startedAt,
    answeredAt: over && isPickedUp ? before(leg.endedAt, leg.seconds) : null,
    endedAt: over ? leg.endedAt : null,
    talkSeconds: over ? talkOf(outcome, leg.seconds) : null,
    totalSeconds: over ? leg.seconds : null,
  };
}

function talkOf(outcome: CallOutcome, seconds: number | null): number | null {
  if (outcome === "unknown") return null;
  return outcome === "answered" ? seconds : 0;
}

/** Twilio lets a call last 24 hours at most (timeLimit); what claims to be longer is no call. */
const longestSeconds = 24 * 3600;

export function before(iso: string | null, seconds: number | null): string | null {
  return later(iso, seconds === null || seconds > longestSeconds ? null : -seconds);
}

/** Twilio writes times as e-mail does (RFC 2822), such as Fri, 09 Oct 2026 09:30:43 +0000. */
export function mailTime(text: string | null): string | null {
  const shape = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/;
  if (text === null || !shape.test(text)) return null;
  return utcOf(String(Date.parse(text)), "UTC");
}

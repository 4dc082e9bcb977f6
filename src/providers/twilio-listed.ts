// Reads one call of Twilio's list together with its legs: unlike a single webhook they tell at once how it all ended.
import type { CallData } from "../model/event.ts";
import { agentAt, endpointOf } from "./endpoint.ts";
import type { Connection, Reading } from "./provider.ts";
import {
  before,
  clientOutcome,
  isOver,
  mailTime,
  rootData,
  sidesOf,
  type TwilioLeg,
  wasAnswered,
} from "./twilio-leg.ts";
import { listOf, longestId, objectOf, secondsOf, textOf } from "./values.ts";

export function readListed(call: unknown, connection: Connection): Reading {
  const root = listedLeg(call);
  if (root === null) return { unreadable: "An entry of Twilio's list has no sid." };
  if (root.parentSid !== null) return { ignored: "This is a leg of a call that Twilio lists too." };
  if (!isOver(root)) return { ignored: "The call had not ended when Twilio listed it." };
  const legs = listOf(objectOf(call).legs)
    .flatMap((leg) => listedLeg(leg) ?? [])
    .filter(isOver)
    .sort((a, b) => Date.parse(a.startedAt ?? "") - Date.parse(b.startedAt ?? ""));
  const data = joined(root, legs);
  const time = data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: "call.completed", subject: `twilio/${root.sid}`, time, data }] };
}

function listedLeg(call: unknown): TwilioLeg | null {
  const fields = objectOf(call);
  const sid = textOf(fields.sid);
  if (sid === null || sid.length > longestId) return null;
  return {
    sid,
    parentSid: textOf(fields.parent_call_sid),
    status: textOf(fields.status) ?? "",
    direction: textOf(fields.direction),
    from: textOf(fields.from),
    to: textOf(fields.to),
    callerName: textOf(fields.caller_name),
    answeredBy: textOf(fields.answered_by),
    seconds: secondsOf(fields.duration),
    startedAt: mailTime(textOf(fields.start_time)),
    endedAt: mailTime(textOf(fields.end_time)),
  };
}

function joined(root: TwilioLeg, legs: TwilioLeg[]): CallData {
  const data = rootData(root);
  if (legs.length === 0) return data;
  const linkedIds = legs.map(({ sid }) => sid);
  const { direction, reachesClient } = sidesOf(root);
  return { ...(direction === "out" && !reachesClient ? ofEmployee(data, legs) : withAgents(data, legs)), linkedIds };
}

/** The legs are our people's phones. */
function withAgents(data: CallData, legs: TwilioLeg[]): CallData {
  const answered = legs.filter(wasAnswered);
  const rang = legs.filter((leg) => !wasAnswered(leg)).flatMap((leg) => agentAt(leg.to) ?? []);
  const [first, last] = [answered[0], answered.at(-1)];
  const others = { ...data, ...(rang.length > 0 && { rang }) };
  if (!first || !last) return { ...others, ...(data.outcome === "unknown" && { outcome: "missed", talkSeconds: 0 }) };
  return {
    ...others,
    outcome: "answered",
    agent: agentAt(last.to),
    answeredAt: data.answeredAt ?? before(first.endedAt, first.seconds),
    talkSeconds: answered.reduce((sum, leg) => sum + (leg.seconds ?? 0), 0),
  };
}

/** The call began at an employee's phone: a leg reaches the client, and its end is the end that counts. */
function ofEmployee(data: CallData, legs: TwilioLeg[]): CallData {
  const outside = legs.filter((leg) => endpointOf(leg.to).phone !== null);
  const leg = outside.find(wasAnswered) ?? outside.at(-1);
  if (!leg) return { ...data, direction: "internal" };
  const outcome = clientOutcome(leg, "out");
  return {
    ...data,
    outcome,
    providerStatus: leg.status,
    client: { ...data.client, phone: endpointOf(leg.to).phone },
    line: { phone: endpointOf(leg.from).phone, name: null },
    answeredAt: outcome === "answered" ? before(leg.endedAt, leg.seconds) : null,
    talkSeconds: outcome === "answered" ? leg.seconds : 0,
  };
}

// What a Twilio webhook tells of a call: a status, a leg, the end of a <Dial>, a recording, a transcription.
import type { CallData, CallHappening, CallOutcome, CallType } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { agentAt, namedLeg } from "./endpoint.ts";
import type { Connection, Delivery } from "./provider.ts";
import { type RecordingAddress, recordingAt } from "./recording-address.ts";
import {
  before,
  clientOutcome,
  isOver,
  mailTime,
  rootData,
  sidesOf,
  type TwilioLeg,
  twilioApi,
  wasAnswered,
} from "./twilio-leg.ts";
import { secondsOf } from "./values.ts";

export type Field = (name: string) => string | null;

export function legOf(field: Field, sid: string): TwilioLeg {
  const [at, status] = [mailTime(field("Timestamp")), field("CallStatus") ?? ""];
  const leg = {
    sid,
    parentSid: field("ParentCallSid"),
    status,
    direction: field("Direction"),
    from: field("From"),
    to: field("To"),
    callerName: field("CallerName"),
    answeredBy: field("AnsweredBy"),
    seconds: secondsOf(field("CallDuration")),
    startedAt: status === "in-progress" ? null : at,
    endedAt: null,
  };
  // A status callback says when it was made, not when the call began.
  return isOver(leg) ? { ...leg, startedAt: before(at, leg.seconds ?? 0), endedAt: at } : leg;
}

/** A call's status changed, or that of a leg of it. */
export function statusMoment(leg: TwilioLeg, field: Field, delivery: Delivery, connection: Connection): CallHappening {
  const at = mailTime(field("Timestamp"));
  const time = at ?? connection.receivedAt.toISOString();
  if (leg.parentSid !== null) {
    const [type, data] = namedLeg(delivery.query) === "client" ? clientLeg(leg, at) : agentLeg(leg, at);
    return happening(type, time, { ...data, linkedIds: [leg.sid] });
  }
  const data = { ...rootData(leg), ...recordingAt(field("RecordingUrl"), twilioApi) };
  if (isOver(leg)) return happening("call.completed", time, data);
  const isPickedUp = leg.status === "in-progress" && data.direction === "out" && sidesOf(leg).reachesClient;
  return isPickedUp
    ? happening("call.answered", time, { ...data, answeredAt: at })
    : happening("call.started", time, data);
}

/** The leg that <Dial> makes to somebody of ours. */
function agentLeg(leg: TwilioLeg, at: string | null): [CallType, CallData] {
  const blank = blankCall(leg.parentSid ?? leg.sid);
  const agent = agentAt(leg.to);
  if (leg.status === "in-progress") return ["call.answered", { ...blank, agent, answeredAt: at }];
  if (!isOver(leg)) return ["call.started", blank];
  if (!wasAnswered(leg)) return ["call.forwarded", { ...blank, ...(agent !== null && { rang: [agent] }) }];
  const answeredAt = before(leg.endedAt, leg.seconds);
  const providerStatus = leg.status;
  return [
    "call.updated",
    { ...blank, agent, outcome: "answered", providerStatus, answeredAt, talkSeconds: leg.seconds },
  ];
}

/** The leg that <Dial> makes to the client when an employee calls from a browser or a SIP phone. */
function clientLeg(leg: TwilioLeg, at: string | null): [CallType, CallData] {
  const known = rootData({ ...leg, sid: leg.parentSid ?? leg.sid, direction: "outbound-api" });
  // The employee, the times and the length are for the call itself to tell.
  const data = { ...known, agent: null, startedAt: null, endedAt: null, totalSeconds: null };
  if (leg.status === "in-progress") return ["call.answered", { ...data, answeredAt: at }];
  return [isOver(leg) ? "call.updated" : "call.started", data];
}

/** <Dial action>: how the attempt to connect the call ended. null: a word that Twilio does not document. */
export function dialMoment(leg: TwilioLeg, field: Field, connection: Connection): CallHappening | null {
  const status = field("DialCallStatus") ?? "";
  // "answered" stands for a call that was put into a conference.
  const spoke = status === "completed" || status === "answered";
  if (!spoke && !isOver({ ...leg, status })) return null;
  const { direction, client, line } = sidesOf(leg);
  const incoming = direction !== "out";
  // Whatever became of our phone, the caller only heard that nobody came.
  const vain =
    incoming && status !== "canceled" ? "missed" : clientOutcome({ ...leg, status }, incoming ? "in" : "out");
  const linked = field("DialCallSid");
  const blank = blankCall(leg.sid);
  return happening("call.updated", connection.receivedAt.toISOString(), {
    ...blank,
    direction,
    outcome: spoke ? "answered" : vain,
    providerStatus: status,
    client: { ...blank.client, phone: client },
    line: { phone: line, name: null },
    talkSeconds: spoke ? secondsOf(field("DialCallDuration")) : null,
    ...recordingAt(field("RecordingUrl"), twilioApi),
    ...(linked !== null && { linkedIds: [linked] }),
  });
}

/** A machine was heard after the answer: the news comes on its own, while the call goes on. */
export function machineMoment(sid: string, outcome: CallOutcome, word: string, connection: Connection): CallHappening {
  const data = { ...blankCall(sid), outcome, providerStatus: word, talkSeconds: 0 };
  return happening("call.updated", connection.receivedAt.toISOString(), data);
}

/** <Record> records the caller alone, which is a message; the other sources record a conversation. */
export function recordingMoment(
  sid: string,
  address: RecordingAddress,
  field: Field,
  connection: Connection,
): CallHappening {
  const time = mailTime(field("RecordingStartTime")) ?? connection.receivedAt.toISOString();
  const data = { ...blankCall(sid), ...address };
  if (field("RecordingSource") !== "RecordVerb") return happening("call.recording_ready", time, data);
  return happening("call.updated", time, {
    ...data,
    outcome: "voicemail",
    providerStatus: "RecordVerb",
    talkSeconds: 0,
  });
}

export function transcriptionMoment(sid: string, text: string, connection: Connection): CallHappening {
  const analysis = {
    summary: text,
    topics: [],
    nextSteps: [],
    mood: { client: null, agent: null, overall: null },
    score: null,
    transcriptUrl: null,
  };
  return happening("call.analyzed", connection.receivedAt.toISOString(), { ...blankCall(sid), analysis });
}

function happening(type: CallType, time: string, data: CallData): CallHappening {
  return { type, subject: `twilio/${data.callId}`, time, data };
}

// Says what each state that Dialpad reports of a leg means for the whole call.
import type { CallData, CallType } from "../model/event.ts";
import { blankAnalysis } from "./blank-call.ts";
import { type Leg, recordingOf, secondsOf, talkSecondsOf, timeOf } from "./dialpad-call.ts";
import { textOf, textsOf } from "./values.ts";

type Json = Record<string, unknown>;

export type Moment = { type: CallType; data: CallData } | { ignored: string };
type Mapping = (leg: Leg, json: Json) => Moment;

const begins: Mapping = ({ isRoot, data }, json) => {
  if (!isRoot) return { ignored: "Dialpad reported that a phone of the call rings." };
  return { type: "call.started", data: { ...data, startedAt: timeOf(json.date_started) } };
};

const answered: Mapping = ({ isAnswered, employee, data }, json) => {
  if (!isAnswered) return { ignored: "Dialpad reported that a menu or a queue took the call." };
  const answeredAt = timeOf(json.date_connected);
  return { type: "call.answered", data: { ...data, outcome: "answered", agent: employee, answeredAt } };
};

/** Only the end of the first leg is the end of the call: the others are phones that rang, or colleagues who took it on. */
export const legEnded: Mapping = (leg, json) => {
  const { isRoot, isAnswered, employee, data } = leg;
  if (isRoot) return { type: "call.completed", data: completedData(leg, json) };
  if (!isAnswered) return { type: "call.forwarded", data: { ...data, ...(employee && { rang: [employee] }) } };
  const talkSeconds = talkSecondsOf(json);
  const answeredAt = timeOf(json.date_connected);
  return {
    type: "call.updated",
    data: {
      ...data,
      outcome: "answered",
      agent: employee,
      answeredAt,
      talkSeconds,
      ...recordingOf(json, false),
    },
  };
};

function completedData({ isAnswered, employee, data }: Leg, json: Json): CallData {
  const outgoing = data.direction === "out";
  // The voicemail connects the call too.
  const message = recordingOf(json, true);
  const voicemail = !outgoing && message.recordingUrl !== null;
  const answered = isAnswered && !voicemail;
  const unanswered = voicemail ? "voicemail" : outgoing ? "no_answer_by_client" : "missed";
  return {
    ...data,
    outcome: answered ? "answered" : unanswered,
    providerStatus: textOf(json.state),
    agent: answered || outgoing ? employee : null,
    ...(!answered && !outgoing && employee !== null && { rang: [employee] }),
    startedAt: timeOf(json.date_started),
    answeredAt: answered ? timeOf(json.date_connected) : null,
    endedAt: timeOf(json.date_ended),
    talkSeconds: answered ? talkSecondsOf(json) : 0,
    totalSeconds: secondsOf(json.total_duration),
    ...(voicemail ? message : recordingOf(json, false)),
  };
}

const voicemail: Mapping = ({ data }, json) => ({
  type: "call.updated",
  data: {
    ...data,
    outcome: "voicemail",
    providerStatus: textOf(json.state),
    talkSeconds: 0,
    ...recordingOf(json, true),
  },
});

const recorded: Mapping = ({ data }, json) => {
  const address = recordingOf(json, false);
  if (address.recordingUrl === null) return { ignored: "Dialpad reported a recording without its address." };
  return { type: "call.recording_ready", data: { ...data, ...address } };
};

/** What was said in a voicemail; of a call Dialpad sends every word, under another state. */
const voicemailText: Mapping = ({ data }, json) => {
  const summary = textOf(json.transcription_text);
  if (summary === null) return { ignored: "Dialpad reported a transcription without its text." };
  return { type: "call.analyzed", data: { ...data, analysis: { ...blankAnalysis, summary } } };
};

const recap: Mapping = ({ data }, json) => {
  const [summary, outcome] = [textOf(json.recap_summary), textOf(json.recap_outcome)];
  const steps = [...textsOf(json.recap_action_items), ...textsOf([json.recap_action_items])];
  const nextSteps = steps.map((text) => ({ text, assignee: null, due: null }));
  const topics = [...textsOf(json.recap_purposes), ...textsOf([json.recap_purposes])];
  const text = [summary, outcome].filter((part) => part !== null).join("\n") || null;
  if (text === null && topics.length + steps.length === 0)
    return { ignored: "Dialpad reported a recap without a text." };
  return { type: "call.analyzed", data: { ...data, analysis: { ...blankAnalysis, summary: text, topics, nextSteps } } };
};

const rated: Mapping = ({ data }, json) => {
  const value = textOf(json.csat_score) ?? textOf(json.pcsat_score);
  if (value === null) return { ignored: "Dialpad reported a rating without its value." };
  return { type: "call.rated", data: { ...data, rating: { category: "CSAT", value, by: null } } };
};

const labelled: Mapping = ({ data }) => {
  if (data.tags.length === 0) return { ignored: "Dialpad reported a disposition, of which it documents no fields." };
  return { type: "call.updated", data };
};

const mappings = new Map<string, Mapping>([
  ["calling", begins],
  ["ringing", begins],
  ["queued", begins],
  ["preanswer", begins],
  ["connected", answered],
  ["hangup", legEnded],
  ["missed", legEnded],
  ["voicemail", voicemail],
  ["voicemail_uploaded", voicemail],
  ["transcription", voicemailText],
  ["recording", recorded],
  ["admin_recording", recorded],
  ["recap_summary", recap],
  ["recap_outcome", recap],
  ["recap_purposes", recap],
  ["recap_action_items", recap],
  ["csat", rated],
  ["pcsat", rated],
  ["dispositions", labelled],
]);

/** null: a state that HubSpot does not show. */
export function mappingOf(state: string): Mapping | null {
  return mappings.get(state) ?? null;
}

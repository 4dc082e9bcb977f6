// Maps the variables of 3CX's call journal (the ReportCall scenario of a CRM template) to the data of one call.
import { createHash } from "node:crypto";
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import type { Connection } from "./provider.ts";
import { secondsOf, textOf, webAddressOf } from "./values.ts";

/** By the variable's name in any case, such as calltype. */
export type Variable = (name: string) => string | null;

/** Templates choose their own keys; those that repeat a variable's name are understood, AgentEmail as well as agent_email. */
export function variablesOf(fields: ReadonlyMap<string, string>): Variable {
  const byName = new Map<string, string>();
  for (const [name, value] of fields) {
    const text = textOf(value);
    const key = name.toLowerCase().replace(/[^a-z]/g, "");
    if (text !== null && !isUnfilled(text) && !byName.has(key)) byName.set(key, text);
  }
  return (name) => byName.get(name) ?? null;
}

/** What 3CX has no value for it may leave as it stands in the template: [AgentEmail]. */
function isUnfilled(text: string): boolean {
  return /^\[\[?[A-Z][A-Za-z]+\](\.ToString\([^)]*\)\])?$/.test(text);
}

interface CallKind {
  direction: CallDirection;
  outcome: CallOutcome;
}

const kinds = new Map<string, CallKind>([
  ["inbound", { direction: "in", outcome: "answered" }],
  ["missed", { direction: "in", outcome: "missed" }],
  ["outbound", { direction: "out", outcome: "answered" }],
  ["notanswered", { direction: "out", outcome: "no_answer_by_client" }],
]);

const directions = new Map<string, CallDirection>([
  ["inbound", "in"],
  ["outbound", "out"],
]);

export function callDataOf(variable: Variable, connection: Connection): CallData {
  const word = variable("calltype") ?? "";
  const kind = kinds.get(word.toLowerCase().replace(/[^a-z]/g, ""));
  const [outcome, number, agent] = [kind?.outcome ?? "unknown", variable("number"), journalAgent(variable)];
  const direction = kind?.direction ?? directions.get(variable("calldirection")?.toLowerCase() ?? "") ?? null;
  const times = timesOf(variable, connection.timeZone);
  const answered = outcome === "answered";
  const missed = outcome === "missed";
  const [talk, duration] = [between(times.answeredAt, times.endedAt), secondsOf(variable("duration"))];
  const name = variable("name");
  const from = times.startedAt ?? connection.receivedAt.toISOString();
  // All whose phones rang may report one missed call, so that none of them is part of its id.
  const who = missed || agent === null ? null : (agent.extension ?? agent.email ?? agent.name);
  const callId = builtId([direction, number, from, who]);
  const blank = blankCall(callId);
  return {
    ...blank,
    direction,
    outcome,
    providerStatus: word,
    client: { ...blank.client, phone: number, name: name === number ? null : name },
    agent: missed ? null : agent,
    ...(missed && agent !== null && { rang: [agent] }),
    ...times,
    answeredAt: answered ? times.answeredAt : null,
    talkSeconds: answered ? (talk ?? duration) : outcome === "unknown" ? null : 0,
    totalSeconds: between(times.startedAt, times.endedAt) ?? duration,
    recordingUrl: webAddressOf(variable("recordingurl")) ?? webAddressOf(variable("recording")),
    ...analysisOf(variable),
  };
}

function journalAgent(variable: Variable): Agent | null {
  const name = [variable("agentfirstname"), variable("agentlastname")].filter((part) => part !== null).join(" ");
  return agentOf({ extension: variable("agent"), email: variable("agentemail"), name: name === "" ? null : name });
}

function timesOf(variable: Variable, timeZone: string): Pick<CallData, "startedAt" | "answeredAt" | "endedAt"> {
  const time = (name: string) => utcOf(variable(`${name}utc`), "UTC") ?? utcOf(variable(`${name}local`), timeZone);
  return {
    startedAt: time("callstarttime") ?? utcOf(variable("datetime"), timeZone),
    answeredAt: time("callestablishedtime"),
    endedAt: time("callendtime"),
  };
}

function between(from: string | null, to: string | null): number | null {
  const seconds = from === null || to === null ? -1 : (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds < 0 ? null : seconds;
}

function analysisOf(variable: Variable): Pick<CallData, "analysis"> {
  const [summary, sentiment] = [variable("summary"), variable("sentiment")];
  if (summary === null && sentiment === null) return {};
  const mood = { client: null, agent: null, overall: sentiment };
  return { analysis: { summary, topics: [], nextSteps: [], mood, score: null, transcriptUrl: null } };
}

/** 3CX gives its journal no call id: the same report gets the same one, also when it is sent again. */
function builtId(parts: unknown[]): string {
  return `built-${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}

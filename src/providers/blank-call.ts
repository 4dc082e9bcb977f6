// A call of which nothing is known but its id, and an analysis that says nothing yet: a provider fills in what its sender tells.
import { type Agent, type Analysis, type CallData, noAttribution } from "../model/event.ts";

export function blankCall(callId: string): CallData {
  return {
    callId,
    direction: null,
    outcome: null,
    providerStatus: null,
    client: { phone: null, otherPhones: [], name: null, email: null },
    line: { phone: null, name: null },
    agent: null,
    startedAt: null,
    answeredAt: null,
    endedAt: null,
    talkSeconds: null,
    totalSeconds: null,
    recordingUrl: null,
    cardUrl: null,
    attribution: noAttribution,
    tags: [],
    note: null,
    rating: null,
    target: null,
    repeat: null,
    callback: false,
  };
}

/** null where the sender says nothing of anybody. */
export function agentOf(known: Partial<Agent>): Agent | null {
  const agent = { id: null, email: null, extension: null, sip: null, phone: null, name: null, department: null };
  const filled = { ...agent, ...known };
  return Object.values(filled).some((value) => value !== null) ? filled : null;
}

export const blankAnalysis: Analysis = {
  summary: null,
  topics: [],
  nextSteps: [],
  mood: { client: null, agent: null, overall: null },
  score: null,
  transcriptUrl: null,
};

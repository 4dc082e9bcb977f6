// A call of which nothing is known but its id: a provider fills in what its sender tells.
import type { Agent, CallData } from "../model/event.ts";

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
    attribution: {
      utmSource: null,
      utmMedium: null,
      utmCampaign: null,
      utmTerm: null,
      utmContent: null,
      gclid: null,
      gaClientId: null,
    },
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

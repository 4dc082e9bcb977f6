// Maps what one party of a RingCentral session reports to a moment of the call; no event knows of those before it.
import type { Agent, CallData, CallType } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { outcomeOfReason } from "./ringcentral-outcome.ts";
import { cut, flagOf, longestId, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export interface Session {
  id: string;
  /** The older id of the same session, under which other parts of RingCentral's API name it. */
  legacyId: string | null;
  time: string;
}

export type Moment = { type: CallType; data: CallData } | { ignored: string };

/** After these the party has left, but the call goes on with somebody else. */
const transfers = new Set<string | null>(["BlindTransfer", "RccTransfer", "AttendedTransfer", "DtmfTransfer"]);

export function momentOf(session: Session, party: Json): Moment {
  const sides = sidesOf(party);
  const status = objectOf(party.status);
  const [code, reason] = [textOf(status.code), textOf(status.reason)];
  const data = dataOf(session, sides);
  switch (code) {
    case "Setup":
      if (!sides.originates) return { ignored: "RingCentral reported that the call reached an extension." };
      return { type: "call.started", data: { ...data, startedAt: session.time } };
    case "Answered":
      if (sides.speaker === null) return { ignored: "RingCentral reported that a menu or a queue took the call." };
      return {
        type: "call.answered",
        data: { ...data, outcome: "answered", agent: sides.speaker, answeredAt: session.time },
      };
    case "VoiceMail":
      return { type: "call.updated", data: { ...data, outcome: "voicemail", providerStatus: code, ...rang(sides) } };
    case "Disconnected":
    case "Gone":
      return sides.originates
        ? originatorLeft(session, sides, data, code, reason)
        : partyLeft(sides, data, reason, flagOf(party.missedCall) === true);
    default:
      return { ignored: `RingCentral reported the state ${cut(code ?? "none", 60)}, which HubSpot does not show.` };
  }
}

/**
 * Every session has one party that made the call, and its end is the end of the call. Without a reason it does not say
 * whether anybody spoke with it: who answered and who did not tells so in events of their own.
 */
function originatorLeft(session: Session, sides: Sides, data: CallData, code: string, reason: string | null): Moment {
  // Gone is also said of supervisors who stop listening.
  if (code === "Gone" && !transfers.has(reason)) return { ignored: "RingCentral reported that a listener left." };
  const outcome = outcomeOfReason(reason, sides.direction) ?? "unknown";
  return {
    type: "call.completed",
    data: { ...data, outcome, providerStatus: reason, agent: sides.speaker, endedAt: session.time },
  };
}

function partyLeft(sides: Sides, data: CallData, reason: string | null, missed: boolean): Moment {
  const outcome = outcomeOfReason(reason, sides.direction);
  if (sides.agent === null) {
    if (sides.direction !== "out" || outcome === null) return { ignored: "RingCentral reported that a phone left." };
    return { type: "call.updated", data: { ...data, outcome, providerStatus: reason } };
  }
  if (transfers.has(reason)) return { type: "call.forwarded", data: { ...data, forwardedFrom: sides.agent } };
  if (!missed && outcome === null) return { ignored: "RingCentral reported that a phone left." };
  return { type: "call.forwarded", data: { ...data, providerStatus: reason, ...rang(sides) } };
}

interface Sides {
  originates: boolean;
  /** null: this party alone does not tell. */
  direction: CallData["direction"];
  client: string | null;
  line: string | null;
  /** Our extension that was called. */
  agent: Agent | null;
  /** Whom the client speaks with as soon as this party has answered. */
  speaker: Agent | null;
}

function sidesOf(party: Json): Sides {
  const [from, to] = [objectOf(party.from), objectOf(party.to)];
  const [caller, called] = [textOf(from.phoneNumber), textOf(to.phoneNumber)];
  const own = textOf(party.extensionId);
  const nobody = { direction: null, client: null, line: null, agent: null, speaker: null };
  if (textOf(party.direction) === "Outbound") {
    const employee = extensionAt(from, own);
    if (employee === null)
      return { ...nobody, originates: true, direction: "in", client: caller, line: lineOf(called) };
    if (textOf(to.extensionId) !== null) return { ...nobody, originates: true, direction: "internal" };
    const sides = { client: called, line: lineOf(caller), speaker: employee };
    return { ...nobody, ...sides, originates: true, direction: "out" };
  }
  const [employee, agent] = [extensionAt(from, null), extensionAt(to, own)];
  if (agent === null) {
    if (employee === null) return { ...nobody, originates: false };
    const sides = { client: called, line: lineOf(caller), speaker: employee };
    return { ...nobody, ...sides, originates: false, direction: "out" };
  }
  // A colleague as the caller may also be one who hands a client on, so only the originator says "internal".
  if (employee !== null) return { ...nobody, originates: false, agent, speaker: agent };
  return { originates: false, direction: "in", client: caller, line: lineOf(called), agent, speaker: agent };
}

/** null: this end is not one of our extensions. */
function extensionAt(end: Json, own: string | null): Agent | null {
  const id = own ?? textOf(end.extensionId);
  if (id === null) return null;
  const number = textOf(end.phoneNumber);
  return agentOf({ id, name: textOf(end.name), extension: lineOf(number) === null ? number : null });
}

/** Numbers of the public network come with a plus, extensions without. */
function lineOf(number: string | null): string | null {
  return number?.startsWith("+") ? number : null;
}

/**
 * RingCentral also names outside callers, but with what their carrier sends along, often a place ("SAN FRANCSCO CA"):
 * no contact should be called so.
 */
function dataOf(session: Session, { direction, client, line }: Sides): CallData {
  const blank = blankCall(session.id);
  const { legacyId } = session;
  return {
    ...blank,
    ...(legacyId !== null && legacyId.length <= longestId && { linkedIds: [legacyId] }),
    direction,
    client: { ...blank.client, phone: client },
    line: { phone: line, name: null },
  };
}

function rang({ agent }: Sides): { rang?: Agent[] } {
  return agent === null ? {} : { rang: [agent] };
}

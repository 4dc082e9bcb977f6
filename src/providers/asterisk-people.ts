// Says of a call's rows which way it went, who of ours took it, whom it left and whose phones rang in vain.
import type { Agent, CallData, CallDirection } from "../model/event.ts";
import { isAnswered } from "./asterisk-outcome.ts";
import { isExtension, isOutside, type Party, type Row } from "./asterisk-row.ts";
import { agentOf } from "./blank-call.ts";

type People = Pick<CallData, "agent" | "rang" | "forwardedFrom">;

/** FreePBX's contexts for what its own phones dial. */
const ownContexts = new Set(["from-internal", "from-internal-xfer"]);

/** @param first the row that the call began with */
export function directionOf(first: Row): CallDirection {
  if (first.did !== null) return "in";
  const isOurs =
    (first.partyA?.extension ?? null) !== null ||
    isExtension(first.callerNumber) ||
    ownContexts.has(first.context ?? "");
  if (!isOurs) return "in";
  return isOutside(first.dialled) ? "out" : "internal";
}

/** Colleagues who spoke with each other about the call; the client was not with them. */
export function isConsultation(
  row: Row,
  rows: Row[],
  first: Row | undefined,
  direction: CallDirection | null,
): boolean {
  if (row.isRoot || row.partyA === null || row.partyA.isLocal) return false;
  const name = row.partyA.name;
  const ours = direction === "out" ? [first?.partyA?.name] : rows.map(({ partyB }) => partyB?.name);
  return row.partyA.extension !== null || ours.includes(name);
}

export function asteriskPeople(rows: Row[], first: Row | undefined, direction: CallDirection | null): People {
  const byOurs = direction === "out" || direction === "internal";
  const ofRow = (row: Row): Agent[] => {
    const agent = byOurs && row.partyA?.name === first?.partyA?.name ? callerOf(row) : calledOf(row);
    return agent ? [agent] : [];
  };
  const took = talksOf(rows).flatMap(ofRow);
  const agent = took.at(-1) ?? (byOurs && first ? callerOf(first) : null);
  const before = took.findLast((each) => !isSame(each, agent));
  const inVain = byOurs ? [] : rows.filter(hasRung).flatMap(ofRow);
  const rang = inVain
    .filter((each, index) => inVain.findIndex((earlier) => isSame(earlier, each)) === index)
    .filter((each) => !took.some((other) => isSame(other, each)));
  return { agent, ...(rang.length > 0 && { rang }), ...(before && { forwardedFrom: before }) };
}

/** The answered rows in order; those of Asterisk's own channels tell the same again, if there are others. */
export function talksOf(rows: Row[]): Row[] {
  const answered = rows
    .filter(isAnswered)
    .toSorted((a, b) => (a.answeredAt ?? "").localeCompare(b.answeredAt ?? "") || a.sequence - b.sequence);
  const real = answered.filter(({ partyB }) => partyB?.isLocal === false);
  return real.length > 0 ? real : answered;
}

/** A phone that was busy or could not be reached did not ring. */
function hasRung({ disposition, partyB }: Row): boolean {
  return disposition === "NO ANSWER" && partyB !== null;
}

function callerOf({ partyA, callerNumber, callerName }: Row): Agent | null {
  const { extension, sip } = phoneOf(partyA);
  const number = isExtension(callerNumber) ? callerNumber : null;
  return agentOf({ extension: extension ?? number, sip, name: callerName });
}

function calledOf({ partyB, dialled, dialledName }: Row): Agent | null {
  const phone = phoneOf(partyB);
  return agentOf({ ...phone, name: phone.extension !== null && phone.extension === dialled ? dialledName : null });
}

/** Phones have extensions for names, or words; a number of the public network is a trunk's. */
function phoneOf(party: Party | null): { extension: string | null; sip: string | null } {
  if (party === null) return { extension: null, sip: null };
  const isWord = party.extension === null && !party.isLocal && !isOutside(party.name);
  return { extension: party.extension, sip: isWord ? party.name : null };
}

function isSame(one: Agent, other: Agent | null): boolean {
  return other !== null && one.extension === other.extension && one.sip === other.sip;
}

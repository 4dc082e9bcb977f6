// The HubSpot call: what a person would log after hanging up.
import type { Link } from "../model/crm.ts";
import type { CallData, CallEvent, CallOutcome } from "../model/event.ts";
import type { CreateWrite } from "../model/plan.ts";
import { callCategory } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { type Fact, fact, factsAfter } from "./after-call.ts";
import { attributionLabel, attributionOf } from "./attribution.ts";
import { isAnswered } from "./case.ts";
import { agentLabel } from "./employee.ts";
import { lines, link } from "./html.ts";
import { readPhone } from "./phone.ts";
import { recordingProperties } from "./recording.ts";

/** HubSpot's default outcomes; the API takes their ids, not their labels. */
const dispositions = {
  connected: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
  busy: "9d9162e7-6cf3-4944-bf63-4dff82258764",
  noAnswer: "73a0d17f-1163-4015-bdd5-ec830791da20",
  leftVoicemail: "b2cf5968-551e-4856-9783-52b3da59a7d0",
};

const outcomes: Record<CallOutcome, { status: string; disposition: string; title: string }> = {
  answered: { status: "COMPLETED", disposition: dispositions.connected, title: "call" },
  missed: { status: "NO_ANSWER", disposition: dispositions.noAnswer, title: "missed call" },
  abandoned: { status: "CANCELED", disposition: dispositions.noAnswer, title: "abandoned call" },
  no_answer_by_client: { status: "NO_ANSWER", disposition: dispositions.noAnswer, title: "unanswered call" },
  voicemail: { status: "NO_ANSWER", disposition: dispositions.leftVoicemail, title: "voicemail" },
  busy: { status: "BUSY", disposition: dispositions.busy, title: "busy call" },
  rejected: { status: "BUSY", disposition: dispositions.busy, title: "rejected call" },
  failed: { status: "FAILED", disposition: dispositions.noAnswer, title: "failed call" },
  in_progress: { status: "IN_PROGRESS", disposition: dispositions.noAnswer, title: "call" },
  unknown: { status: "NO_ANSWER", disposition: dispositions.noAnswer, title: "call with unknown outcome" },
};

/** Whom the call is with, and how it is named on the timeline. */
export interface Client {
  name: string;
  phone: string;
}

export function logCall(
  event: CallEvent,
  client: Client,
  ownerId: string | null,
  belongsTo: Link[],
  rulebook: Rulebook,
): CreateWrite {
  const { outcome, providerStatus } = event.data;
  return {
    do: "create",
    what: "call",
    key: `${event.id}/call`,
    properties: callProperties(event, client, ownerId, rulebook),
    associate: belongsTo,
    because: isAnswered(outcome)
      ? "the call was answered"
      : `the call was not answered${providerStatus ? ` (${providerStatus})` : ""}`,
  };
}

export function callProperties(
  { data: call, time }: CallEvent,
  client: Client,
  ownerId: string | null,
  rulebook: Rulebook,
): Record<string, string> {
  const outgoing = call.direction === "out";
  const ours = readPhone(
    call.line.phone ?? (outgoing ? (call.agent?.phone ?? null) : null),
    rulebook.settings.defaultCountry,
  );
  const ourNumber = ours.kind === "number" ? ours.e164 : call.line.phone;
  const category = call.rating?.category ?? call.providerStatus;
  return {
    hs_timestamp: call.startedAt ?? time,
    hs_call_title: callTitle(call.outcome, outgoing, client.name),
    hs_call_body: lines(callFacts(call).map(({ html }) => html)),
    hs_call_direction: outgoing ? "OUTBOUND" : "INBOUND",
    ...outcomeProperties(call, rulebook),
    hs_call_duration: duration(call.outcome, call.talkSeconds ?? call.totalSeconds ?? 0),
    ...(outgoing ? { hs_call_to_number: client.phone } : { hs_call_from_number: client.phone }),
    ...(ourNumber ? (outgoing ? { hs_call_from_number: ourNumber } : { hs_call_to_number: ourNumber }) : {}),
    hs_call_external_id: call.callId,
    ...recordingProperties(call, rulebook),
    ...(ownerId ? { hubspot_owner_id: ownerId } : {}),
    ...(category && rulebook.prepared.call.includes(callCategory) ? { [callCategory]: category } : {}),
    ...attributionOf(call.attribution, rulebook.prepared.call),
  };
}

function outcomeProperties({ outcome, tags }: CallData, { settings, directory }: Rulebook): Record<string, string> {
  const { status, disposition } = outcomes[outcome ?? "unknown"];
  const said = new Set(tags.map((tag) => tag.trim().toLowerCase()));
  const byTag = settings.tagOutcomes.find(({ tag }) => said.has(tag.toLowerCase()))?.outcomeId;
  const isListed = (id: string) => directory.callOutcomes.some((outcome) => outcome.id === id);
  const chosen = byTag !== undefined && isListed(byTag) ? byTag : disposition;
  // A portal may have deleted one of HubSpot's own: then its calls have none, for HubSpot would refuse them whole.
  const unlisted = directory.callOutcomes.length > 0 && !isListed(chosen);
  return {
    hs_call_status: status,
    ...(unlisted ? {} : { hs_call_disposition: chosen }),
    ...(outcome === "voicemail" ? { hs_call_has_voicemail: "true" } : {}),
  };
}

/** Milliseconds in which two people spoke. */
function duration(outcome: CallOutcome | null, seconds: number): string {
  return String(isAnswered(outcome) ? Math.round(seconds * 1000) : 0);
}

function callTitle(outcome: CallOutcome | null, outgoing: boolean, name: string): string {
  const kind = outcomes[outcome ?? "unknown"].title;
  const words =
    `${outgoing ? "outgoing" : kind === "call" ? "incoming" : ""} ${kind} ${outgoing ? "to" : "from"} ${name}`.trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One line each in the call's body. */
export function callFacts(call: CallData): Fact[] {
  const who = call.agent && agentLabel(call.agent);
  const left = call.forwardedFrom && agentLabel(call.forwardedFrom);
  const rang = (call.rang ?? []).flatMap((agent) => agentLabel(agent) ?? []);
  const source = attributionLabel(call.attribution);
  return [
    ...fact(isAnswered(call.outcome) ? "Spoke with" : "Employee", who),
    ...fact("Forwarded by", left),
    ...fact("Rang without an answer", rang.join(", ")),
    ...fact("Line", call.line.name ?? call.line.phone),
    ...(call.callback ? [{ label: "Callback", html: "The client asked to be called back." }] : []),
    ...fact("Status in the phone system", call.providerStatus),
    ...fact("Advertising source", source),
    ...fact("Keyword", call.attribution.utmTerm),
    ...factsAfter(call),
    ...(call.cardUrl ? [{ label: "Card", html: link(call.cardUrl, "Open in the phone system") }] : []),
  ];
}

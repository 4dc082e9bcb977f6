// The HubSpot call: what a person would log after hanging up.
import type { RecordRef } from "../model/crm.ts";
import type { CallData, CallEvent, CallOutcome } from "../model/event.ts";
import type { CreateWrite } from "../model/plan.ts";
import { callCategory } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { factsAfter, isPlayable } from "./after-call.ts";
import { attributionLabel, attributionOf } from "./attribution.ts";
import { isAnswered } from "./case.ts";
import { agentLabel } from "./employee.ts";
import { escapeHtml, lines, link } from "./html.ts";
import { readPhone } from "./phone.ts";

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

export function logCall(
  event: CallEvent,
  client: { name: string; phone: string },
  ownerId: string | null,
  belongsTo: { what: "contact" | "deal"; ref: RecordRef }[],
  rulebook: Rulebook,
): CreateWrite {
  const call = event.data;
  const outgoing = call.direction === "out";
  const ours = readPhone(
    call.line.phone ?? (outgoing ? (call.agent?.phone ?? null) : null),
    rulebook.settings.defaultCountry,
  );
  const ourNumber = ours.kind === "number" ? ours.e164 : call.line.phone;
  const category = call.rating?.category ?? call.providerStatus;
  return {
    do: "create",
    what: "call",
    key: `${event.id}/call`,
    properties: {
      hs_timestamp: call.startedAt ?? event.time,
      hs_call_title: callTitle(call.outcome, outgoing, client.name),
      hs_call_body: callBody(call),
      hs_call_direction: outgoing ? "OUTBOUND" : "INBOUND",
      ...outcomeProperties(call.outcome),
      hs_call_duration: duration(call.outcome, call.talkSeconds ?? call.totalSeconds ?? 0),
      ...(outgoing ? { hs_call_to_number: client.phone } : { hs_call_from_number: client.phone }),
      ...(ourNumber ? (outgoing ? { hs_call_from_number: ourNumber } : { hs_call_to_number: ourNumber }) : {}),
      hs_call_external_id: call.callId,
      ...recordingProperties(call.recordingUrl),
      ...(ownerId ? { hubspot_owner_id: ownerId } : {}),
      ...(category && rulebook.prepared.call.includes(callCategory) ? { [callCategory]: category } : {}),
      ...attributionOf(call.attribution, rulebook.prepared.call),
    },
    associate: belongsTo,
    because: isAnswered(call.outcome)
      ? "the call was answered"
      : `the call was not answered${call.providerStatus ? ` (${call.providerStatus})` : ""}`,
  };
}

export function recordingProperties(url: string | null): Record<string, string> {
  return url && isPlayable(url) ? { hs_call_recording_url: url } : {};
}

export function outcomeProperties(outcome: CallOutcome | null): Record<string, string> {
  const { status, disposition } = outcomes[outcome ?? "unknown"];
  const ended = { hs_call_status: status, hs_call_disposition: disposition };
  return outcome === "voicemail" ? { ...ended, hs_call_has_voicemail: "true" } : ended;
}

/** Milliseconds in which two people spoke. */
export function duration(outcome: CallOutcome | null, seconds: number): string {
  return String(isAnswered(outcome) ? Math.round(seconds * 1000) : 0);
}

export function callTitle(outcome: CallOutcome | null, outgoing: boolean, name: string): string {
  const kind = outcomes[outcome ?? "unknown"].title;
  const words =
    `${outgoing ? "outgoing" : kind === "call" ? "incoming" : ""} ${kind} ${outgoing ? "to" : "from"} ${name}`.trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function callBody(call: CallData): string {
  const who = call.agent && agentLabel(call.agent);
  const source = attributionLabel(call.attribution);
  const line = call.line.name ?? call.line.phone;
  return lines([
    who && `${isAnswered(call.outcome) ? "Spoke with" : "Employee"}: ${escapeHtml(who)}`,
    line && `Line: ${escapeHtml(line)}`,
    call.callback && "The client asked to be called back.",
    call.providerStatus && `Status in the phone system: ${escapeHtml(call.providerStatus)}`,
    source && `Advertising source: ${escapeHtml(source)}`,
    call.attribution.utmTerm && `Keyword: ${escapeHtml(call.attribution.utmTerm)}`,
    ...factsAfter(call).map(({ html }) => html),
    call.cardUrl && link(call.cardUrl, "Open in the phone system"),
  ]);
}

// Late news of a call that is already logged: rating, recording, note, tags, analysis, correction. All of it ends in
// the same HubSpot call.
import type { KnownCall } from "../model/crm.ts";
import type { CallData, CallEvent } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import { callCategory } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { fact, factsAfter, withFacts } from "./after-call.ts";
import { callTitle, duration, outcomeProperties, recordingProperties } from "./call.ts";
import { isAnswered } from "./case.ts";

/** News that overtakes its call waits for it this long. */
export const awaitCall: Plan = {
  verdict: "wait",
  holdMinutes: 30,
  writes: [],
  because: "The call it is about has not been reported yet.",
};

type Properties = Record<string, string>;

export function decideNews(event: CallEvent, known: KnownCall, rulebook: Rulebook): Plan {
  const { properties, names } = newsOf(event, known.properties, rulebook);
  const use = { what: "call", key: `${event.id}/call`, ref: known.ref } as const;
  if (names.length === 0) {
    return {
      verdict: "ignore",
      because: "This call is already in HubSpot, and this event says nothing new of it.",
      writes: [{ ...use, do: "use", name: known.properties.hs_call_title ?? "Call", because: "it is the same call" }],
    };
  }
  return {
    verdict: "write",
    because: "More became known of a call that is already in HubSpot.",
    writes: [{ ...use, do: "update", properties, because: `the phone system reported ${names.join(", ")}` }],
  };
}

function newsOf(event: CallEvent, before: Properties, rulebook: Rulebook): { properties: Properties; names: string[] } {
  const { data } = event;
  const category = data.rating?.category;
  const corrected = corrects(event, before) ? changed(before, correction(data, before)) : {};
  const isCorrected = Object.keys(corrected).length > 0;
  const onlyDuration = Object.keys(corrected).every((name) => name === "hs_call_duration");
  const status = isCorrected ? fact("Status in the phone system", data.providerStatus) : [];
  const { body, added } = withFacts(before.hs_call_body ?? "", [...status, ...factsAfter(data)]);
  const properties = changed(before, {
    ...corrected,
    ...recordingProperties(data.recordingUrl),
    ...(category && rulebook.prepared.call.includes(callCategory) ? { [callCategory]: category } : {}),
    ...(added.length > 0 ? { hs_call_body: body } : {}),
  });
  const told = "hs_call_body" in properties ? added.filter((line) => !status.includes(line)) : [];
  const labels = told.map(({ label }) => label.toLowerCase());
  const names = [
    ...(isCorrected ? [onlyDuration ? "another duration" : "another outcome"] : []),
    ...("hs_call_recording_url" in properties ? ["recording"] : []),
    ...(callCategory in properties && !labels.includes("category") ? ["category"] : []),
    ...labels,
  ];
  return { properties, names };
}

/**
 * Some senders correct a call by reporting it once more. Their webhooks may know less of it each, so nobody who was
 * spoken with becomes a missed caller that way.
 */
function corrects({ type, data }: CallEvent, before: Properties): boolean {
  if (type !== "call.completed") return type === "call.updated";
  const wasAnswered = before.hs_call_status === outcomeProperties("answered").hs_call_status;
  // The same word means another outcome of an outgoing call.
  return isAnswered(data.outcome) || (!wasAnswered && data.direction !== null);
}

/** What a later report says of the call's end; an outcome that it does not know corrects nothing. */
function correction(call: CallData, before: Properties): Properties {
  if (call.outcome === null || call.outcome === "unknown" || call.outcome === "in_progress") return {};
  const name = (before.hs_call_title ?? "").replace(/^.*? (?:from|to) /s, "");
  return {
    ...(before.hs_call_has_voicemail ? { hs_call_has_voicemail: "false" } : {}),
    ...outcomeProperties(call.outcome),
    ...(call.talkSeconds === null ? {} : { hs_call_duration: duration(call.outcome, call.talkSeconds) }),
    hs_call_title: callTitle(call.outcome, before.hs_call_direction === "OUTBOUND", name),
  };
}

function changed(before: Properties, after: Properties): Properties {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

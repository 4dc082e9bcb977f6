// News of a call that is already logged: rating, recording, note, tags, analysis, correction. All of it ends in the same
// HubSpot call, which in the end says the same whatever the order in which the news came.
import type { KnownCall, WrittenRecord } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { Plan, UpdateWrite, Write } from "../model/plan.ts";
import { callCategory } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { callFacts, callProperties } from "./call.ts";
import { categoryAndValue } from "./deal.ts";
import { participantOf } from "./employee.ts";
import { factsOf } from "./html.ts";
import { bodyWithOwnWords } from "./own-words.ts";
import { announcement } from "./recording.ts";

/** News that overtakes its call waits for it this long. */
export const awaitCall: Plan = {
  verdict: "wait",
  holdMinutes: 30,
  writes: [],
  because: "The call it is about has not been reported yet.",
};

type Properties = Record<string, string>;

/**
 * @param call all that is known of the call by now
 * @param hasPart whether the call would be another without this event
 */
export function decideNews(
  call: CallEvent,
  hasPart: boolean,
  logged: NonNullable<KnownCall["call"]>,
  { deal }: KnownCall,
  tasks: readonly Write[],
  rulebook: Rulebook,
): Plan {
  const { hs_call_body: ours = "", ...now } = callNow(call, logged.properties, rulebook);
  const written = logged.properties.hs_call_body ?? "";
  const hs_call_body = bodyWithOwnWords(ours, written, logged.body ?? written);
  const properties = changed(logged.properties, { ...now, hs_call_body });
  const ofDeal = deal ? changed(deal.properties, categoryAndValue(call, deal.isOurs, rulebook)) : {};
  const key = `${call.id}/call`;
  const writes: Write[] = [
    ...updateOf(
      "call",
      key,
      logged,
      properties,
      `the phone system reported ${namesOf(call, logged.properties, properties)}`,
    ),
    ...(deal ? updateOf("deal", `${call.id}/deal-news`, deal, ofDeal, "the call was given its category or value") : []),
    ...tasks,
  ];
  const isNewRecording = "hs_call_recording_url" in properties || "hs_call_source" in properties;
  const announced = isNewRecording ? announcement(call.id, logged.ref, properties) : null;
  if (announced) writes.push(announced);
  if (writes.length > 0) {
    return { verdict: "write", because: "More became known of a call that is already in HubSpot.", writes };
  }
  const name = logged.properties.hs_call_title ?? "Call";
  const use: Write = { do: "use", what: "call", key, ref: logged.ref, name, because: "it is the same call" };
  return hasPart
    ? { verdict: "write", because: "The call is in HubSpot already, with what this event says of it.", writes: [use] }
    : {
        verdict: "ignore",
        because: "This call is already in HubSpot, and this event says nothing new of it.",
        writes: [use],
      };
}

function updateOf(
  what: "call" | "deal",
  key: string,
  { ref }: WrittenRecord,
  properties: Properties,
  because: string,
): UpdateWrite[] {
  return Object.keys(properties).length > 0 ? [{ do: "update", what, key, ref, properties, because }] : [];
}

/** The call as it would be logged now; for whom it was, it was found out when it was logged first. */
function callNow(call: CallEvent, before: Properties, rulebook: Rulebook): Properties {
  const outgoing = before.hs_call_direction === "OUTBOUND";
  const phone = (outgoing ? before.hs_call_to_number : before.hs_call_from_number) ?? "";
  const written = (before.hs_call_title ?? "").replace(/^.*? (?:from|to) /s, "");
  const name = written === phone ? (call.data.client.name ?? phone) : written;
  const told = call.data.direction === "internal" ? null : call.data.direction;
  const direction = told ?? (outgoing ? ("out" as const) : ("in" as const));
  const participant = participantOf(call.data.agent, rulebook);
  const ownerId = participant.kind === "owner" ? participant.ownerId : (before.hubspot_owner_id ?? null);
  const now = callProperties({ ...call, data: { ...call.data, direction } }, { name, phone }, ownerId, rulebook);
  const noVoicemail = before.hs_call_has_voicemail && !now.hs_call_has_voicemail;
  // The moment of logging stands for a call whose sender never said when it began.
  const { hs_timestamp: at, ...rest } = now;
  const timestamp = call.data.startedAt === null ? before.hs_timestamp : at;
  return {
    ...rest,
    ...(timestamp ? { hs_timestamp: timestamp } : {}),
    hs_call_external_id: before.hs_call_external_id ?? call.data.callId,
    ...(noVoicemail ? { hs_call_has_voicemail: "false" } : {}),
  };
}

function changed(before: Properties, after: Properties): Properties {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

/** How the call went is told by its outcome. */
const courseLabels = new Set(["status in the phone system", "spoke with", "employee"]);

/** "another outcome, recording, rating", for the reason of the update. */
function namesOf({ data }: CallEvent, before: Properties, properties: Properties): string {
  const said = new Set(factsOf(before.hs_call_body ?? ""));
  const told = "hs_call_body" in properties ? callFacts(data).filter(({ html }) => !said.has(html)) : [];
  const labels = told.map(({ label }) => label.toLowerCase()).filter((label) => !courseLabels.has(label));
  const has = (...names: string[]) => names.some((name) => name in properties);
  const names = [
    ...(has("hs_call_status", "hs_call_disposition") ? ["another outcome"] : []),
    ...(has("hs_call_duration") && !has("hs_call_status") ? ["another duration"] : []),
    ...(has("hubspot_owner_id") ? ["who was on the call"] : []),
    ...(has("hs_call_recording_url", "hs_call_source") ? ["recording"] : []),
    ...(has(callCategory) && !labels.includes("category") && !has("hs_call_status") ? ["category"] : []),
    ...labels,
  ];
  return names.length > 0 ? [...new Set(names)].join(", ") : "further details";
}

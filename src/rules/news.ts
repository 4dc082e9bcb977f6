// Late news of a call that is already logged: rating, recording, note, tags. All of it ends in the same HubSpot call.
import type { KnownCall } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import { callCategory } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { recordingProperties } from "./call.ts";
import { escapeHtml, lines } from "./html.ts";

/** News that overtakes its call waits for it this long. */
const holdMinutes = 30;

export function decideNews(event: CallEvent, known: KnownCall | undefined, rulebook: Rulebook): Plan {
  if (!known) {
    return { verdict: "wait", holdMinutes, writes: [], because: "The call it is about has not been reported yet." };
  }
  const properties = changed(known.properties, newsProperties(event, known.properties, rulebook));
  const names = Object.keys(properties);
  const use = { what: "call", key: `${event.id}/call`, ref: known.ref } as const;
  if (names.length === 0) {
    return {
      verdict: "ignore",
      because: "This call is already in HubSpot and says all that this event says.",
      writes: [{ ...use, do: "use", because: "it is the same call" }],
    };
  }
  return {
    verdict: "write",
    because: "More became known of a call that is already in HubSpot.",
    writes: [{ ...use, do: "update", properties, because: `the phone system reported ${names.map(newsName).join(", ")}` }],
  };
}

function newsProperties(event: CallEvent, before: Record<string, string>, rulebook: Rulebook): Record<string, string> {
  const { recordingUrl, rating, note, tags } = event.data;
  const facts = [
    rating?.value && `Rating: ${escapeHtml(rating.value)}${rating.by ? ` by ${escapeHtml(rating.by)}` : ""}`,
    rating?.category && `Category: ${escapeHtml(rating.category)}`,
    tags.length > 0 && `Tags: ${escapeHtml(tags.join(", "))}`,
    note && `Note: ${escapeHtml(note)}`,
  ].filter((fact): fact is string => typeof fact === "string");
  const body = before.hs_call_body ?? "";
  const missing = facts.filter((fact) => !body.includes(fact));
  return {
    ...recordingProperties(recordingUrl),
    ...(rating?.category && rulebook.prepared.call.includes(callCategory) ? { [callCategory]: rating.category } : {}),
    ...(missing.length > 0 ? { hs_call_body: lines([body, ...missing]) } : {}),
  };
}

function changed(before: Record<string, string>, after: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

function newsName(property: string): string {
  if (property === "hs_call_recording_url") return "its recording";
  return property === callCategory ? "its category" : "a note, tags or a rating";
}

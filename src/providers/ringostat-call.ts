// Maps Ringostat's fields to the data of one call.
import type { Analysis, Attribution, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { later, utcOf } from "./local-time.ts";
import type { RingostatFields } from "./ringostat-fields.ts";
import { peopleOf } from "./ringostat-people.ts";
import { type Status, statusNamed } from "./ringostat-status.ts";
import { flagOf, numberOf, secondsOf, webAddressOf } from "./values.ts";

const directions = new Map<string, CallDirection>([
  ["in", "in"],
  ["out", "out"],
  ["transitin", "in"],
  ["transitout", "out"],
  ["incoming", "in"],
  ["outgoing", "out"],
]);

export function callDataOf(fields: RingostatFields, callId: string, timeZone: string): CallData {
  const word = fields.first("status");
  const status = word === null ? null : statusNamed(word);
  const { direction, callback } = directionOf(fields);
  const outcome = outcomeOf(status, direction);
  const startedAt = startOf(fields, timeZone);
  const totalSeconds = totalOf(fields);
  return {
    callId,
    direction,
    outcome,
    providerStatus: word,
    ...peopleOf(fields, direction),
    startedAt,
    answeredAt: outcome === "answered" || status === null ? later(startedAt, waitOf(fields)) : null,
    endedAt: status === null || status.unfinished ? null : later(startedAt, totalSeconds),
    talkSeconds: talkOf(fields, outcome),
    totalSeconds,
    recordingUrl: recordingOf(fields),
    cardUrl: webAddressOf(fields.first("card")),
    attribution: attributionOf(fields),
    tags: [],
    note: null,
    rating: ratingOf(fields),
    target: flagOf(fields.first("target")) ?? status?.target ?? null,
    repeat: flagOf(fields.first("repeat")) ?? status?.repeat ?? null,
    callback,
    ...analysisOf(fields),
  };
}

/** Ringostat counts callbacks as incoming; the type or the insertion type tells them. */
export function directionOf(fields: RingostatFields): { direction: CallDirection | null; callback: boolean } {
  const words = fields.all("direction").map((word) => word.toLowerCase());
  const callback = [...words, fields.first("insertion")?.toLowerCase()].includes("callback");
  const said = words.map((word) => directions.get(word)).find((direction) => direction !== undefined);
  return { direction: said ?? (callback ? "in" : null), callback };
}

export function startOf(fields: RingostatFields, timeZone: string): string | null {
  const readings = fields.all("startedAt").map((text) => utcOf(text, timeZone));
  return readings.find((reading) => reading !== null) ?? null;
}

function outcomeOf(status: Status | null, direction: CallDirection | null): CallOutcome | null {
  if (status === null) return null;
  return direction === "out" ? (status.whenOutgoing ?? status.outcome) : status.outcome;
}

function totalOf(fields: RingostatFields): number | null {
  const milliseconds = numberOf(fields.first("totalMilliseconds"));
  return secondsOf(fields.first("totalSeconds")) ?? (milliseconds === null ? null : milliseconds / 1000);
}

function waitOf(fields: RingostatFields): number | null {
  return secondsOf(fields.first("waitSeconds"));
}

/** Ringostat bills voicemail and menus as talk, although no two people spoke. */
function talkOf(fields: RingostatFields, outcome: CallOutcome | null): number | null {
  const spoken = outcome === null || outcome === "answered" || outcome === "unknown" || outcome === "in_progress";
  return spoken ? secondsOf(fields.first("talkSeconds")) : 0;
}

function recordingOf(fields: RingostatFields): string | null {
  if (flagOf(fields.first("hasRecording")) === false) return null;
  const addresses = fields.all("recording").flatMap((text) => webAddressOf(text) ?? []);
  return addresses.find((address) => /^https:/i.test(address)) ?? addresses[0] ?? null;
}

function attributionOf(fields: RingostatFields): Attribution {
  return {
    utmSource: fields.first("utmSource"),
    utmMedium: fields.first("utmMedium"),
    utmCampaign: fields.first("utmCampaign"),
    utmTerm: fields.first("utmTerm"),
    utmContent: fields.first("utmContent"),
    gclid: fields.first("gclid"),
    gaClientId: fields.first("gaClientId"),
  };
}

function ratingOf(fields: RingostatFields): CallData["rating"] {
  const rating = {
    category: fields.first("ratingCategory"),
    value: fields.first("ratingValue"),
    by: fields.first("ratingBy"),
  };
  return Object.values(rating).some((value) => value !== null) ? rating : null;
}

function analysisOf(fields: RingostatFields): { analysis?: Analysis } {
  const score = numberOf(fields.first("qualityScore"));
  const details = fields.first("qualityDetails");
  const summary = fields.first("summary") ?? (score === null ? details : null);
  const steps = fields.first("nextSteps")?.split("\n") ?? [];
  const nextSteps = steps.filter((step) => step.trim() !== "").map((text) => ({ text, assignee: null, due: null }));
  const mood = {
    client: fields.first("clientMood"),
    agent: fields.first("agentMood"),
    overall: fields.first("overallMood"),
  };
  const transcriptUrl = webAddressOf(fields.first("transcript"));
  const nothing = [summary, score, transcriptUrl, ...nextSteps, ...Object.values(mood)].every((part) => part === null);
  if (nothing) return {};
  return {
    analysis: {
      summary,
      topics: [],
      nextSteps,
      mood,
      score: score === null ? null : { value: score, max: null, details },
      transcriptUrl,
    },
  };
}

// All that is known of a call, out of its moments: pick-up, end, rating, recording, corrections. The order in which they
// came does not count.
import { type CallData, type CallEvent, type CallOutcome, type Event, isCallEvent } from "../model/event.ts";
import { firstOf, mergedAnalysis, mergedRating, unitedAgents } from "./merged-news.ts";
import { byLife, byTime, earliest, isOwn } from "./moment-order.ts";
import { secondsOnLegs } from "./talk.ts";

/** Some senders tell of one call several times and know less of it each: who was spoken with is never missed. */
const outcomeRanks: Record<CallOutcome, number> = {
  answered: 5,
  voicemail: 4,
  busy: 3,
  rejected: 3,
  failed: 3,
  abandoned: 3,
  no_answer_by_client: 3,
  missed: 2,
  unknown: 1,
  in_progress: 0,
};

/** Whether the call or dialogue of the event is over with it. */
export function isEnd(event: Event): boolean {
  return isCallEvent(event) ? hasEnded(event) : event.type === "dialog.ended";
}

export function hasEnded({ type, data }: CallEvent): boolean {
  return type === "call.completed" && data.outcome !== "in_progress";
}

/** When its end was told of first: whatever is told later is told of that. */
export function endTime(moments: readonly CallEvent[]): string | null {
  return earliest(moments.filter(hasEnded), ({ time }) => time);
}

/** The best known value of each field, from at least one moment. */
export function wholeCall(moments: readonly [CallEvent, ...CallEvent[]]): CallData {
  const inOrder = moments.toSorted(byLife);
  const inTime = byTime(moments);
  const newest = inOrder.toReversed();
  const end = endOf(newest);
  const [first] = end ? [end, ...newest] : newest;
  const of = end ? [...newest.filter(corrects), end, ...newest] : newest;
  const said = <Value>(field: (call: CallData) => Value | null | undefined): Value | null =>
    firstOf(of, ({ data }) => field(data));
  const news = <Value>(field: (call: CallData) => Value | null | undefined): Value | null =>
    firstOf(inTime.toReversed(), ({ data }) => field(data));
  // Ends and talks as its outcome says it did: another telling of the call may have seen another leg of it.
  const ended = <Value>(field: (call: CallData) => Value | null): Value | null =>
    (end && field(end.data)) ?? said(field);
  const rang = unitedAgents(inOrder.flatMap(({ data }) => data.rang ?? []));
  const outcome = end && outcomeOf(end, moments, rang.length > 0);
  const answered = outcome === "answered";
  // Some say "answered" again after a hold.
  const answeredAt = end?.data.answeredAt ?? earliest(moments, ({ data }) => data.answeredAt);
  const endedAt = ended((call) => call.endedAt);
  const speakers = end && !answered ? newest.filter(isOwn) : newest;
  const withClient = of.find(({ data }) => data.client.phone !== null || data.client.otherPhones.length > 0)?.data
    .client;
  const recording = inTime.findLast(({ data }) => data.recordingUrl !== null)?.data;
  const analysis = mergedAnalysis(inTime);
  const worth = news((call) => call.worth);
  const forwardedFrom = said((call) => call.forwardedFrom);
  return {
    ...(first ?? moments[0]).data,
    direction: said((call) => call.direction),
    outcome,
    providerStatus: ended((call) => call.providerStatus),
    client: {
      phone: withClient?.phone ?? null,
      otherPhones: withClient?.otherPhones ?? [],
      name: said((call) => call.client.name),
      email: said((call) => call.client.email),
    },
    line: { phone: said((call) => call.line.phone), name: said((call) => call.line.name) },
    agent: end?.data.agent ?? firstOf(speakers, ({ data }) => data.agent),
    // A leg begins later than its call, and a sender that only counts seconds does not know how long it rang.
    startedAt: earliest(moments, ({ data }) => data.startedAt),
    answeredAt,
    endedAt,
    talkSeconds:
      (answered ? secondsOnLegs(inOrder) : null) ??
      ended((call) => call.talkSeconds) ??
      (answered ? secondsBetween(answeredAt, endedAt) : null),
    totalSeconds: ended((call) => call.totalSeconds),
    recordingUrl: recording?.recordingUrl ?? null,
    recordingExpiresAt: recording?.recordingExpiresAt,
    recordingProtected: recording?.recordingProtected,
    cardUrl: news((call) => call.cardUrl),
    attribution: {
      utmSource: said((call) => call.attribution.utmSource),
      utmMedium: said((call) => call.attribution.utmMedium),
      utmCampaign: said((call) => call.attribution.utmCampaign),
      utmTerm: said((call) => call.attribution.utmTerm),
      utmContent: said((call) => call.attribution.utmContent),
      gclid: said((call) => call.attribution.gclid),
      gaClientId: said((call) => call.attribution.gaClientId),
    },
    tags: news((call) => (call.tags.length > 0 ? call.tags : null)) ?? [],
    note: [...new Set(inTime.flatMap(({ data }) => data.note ?? []))].join("\n") || null,
    rating: mergedRating(inTime),
    target: news((call) => call.target),
    repeat: news((call) => call.repeat),
    callback: moments.some(({ data }) => data.callback),
    ...(analysis && { analysis }),
    ...(worth && { worth }),
    ...(forwardedFrom && { forwardedFrom }),
    ...(rang.length > 0 && { rang }),
  };
}

function corrects({ type }: CallEvent): boolean {
  return type === "call.updated";
}

/** The moment that tells how the call ended: a correction that says so, else the best end that was reported. */
function endOf(newest: readonly CallEvent[]): CallEvent | null {
  const telling = newest.filter(
    ({ data }) => data.outcome !== null && outcomeRanks[data.outcome] > outcomeRanks.unknown,
  );
  const corrections = telling.filter(corrects);
  const ends = newest.filter(hasEnded);
  const known = corrections.length > 0 ? corrections : ends;
  return known.reduce<CallEvent | null>((best, each) => (best && rankOf(best) >= rankOf(each) ? best : each), null);
}

/** Where a program takes the call (Twilio, Telnyx), its end does not say whether a person did: the legs do. */
function outcomeOf({ data }: CallEvent, moments: readonly CallEvent[], rang: boolean): CallOutcome {
  if (data.outcome !== null && data.outcome !== "unknown") return data.outcome;
  if (moments.some(({ type }) => type === "call.answered")) return "answered";
  return rang ? "missed" : "unknown";
}

function rankOf({ data }: CallEvent): number {
  return outcomeRanks[data.outcome ?? "unknown"];
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

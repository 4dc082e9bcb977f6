// Maps the call events of our own JSON to the data of one call.
import {
  type Agent,
  type Analysis,
  type Attribution,
  type CallData,
  type CallOutcome,
  type CallType,
  callDirections,
  callOutcomes,
} from "../model/event.ts";
import { utcOf } from "./local-time.ts";
import { flagOf, isObject, listOf, numberOf, objectOf, secondsOf, textOf, textsOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

export function genericCall(type: CallType, callId: string, data: Json, timeZone: string): CallData {
  const [client, line] = [objectOf(data.client), objectOf(data.line)];
  const outcome = outcomeOf(type, textOf(data.outcome));
  const expiresAt = utcOf(textOf(data.recording_expires_at), timeZone);
  const analysis = genericAnalysis(data.analysis, timeZone);
  const from = genericAgent(data.from);
  return {
    callId,
    direction: callDirections.find((known) => known === textOf(data.direction)?.toLowerCase()) ?? null,
    outcome,
    providerStatus: textOf(data.provider_status) ?? textOf(data.outcome),
    client: {
      phone: textOf(client.phone) ?? textsOf(client.phones)[0] ?? null,
      otherPhones: textsOf(client.phones).slice(textOf(client.phone) === null ? 1 : 0),
      name: textOf(client.name),
      email: textOf(client.email),
    },
    line: { phone: textOf(line.phone), name: textOf(line.name) },
    agent: genericAgent(data.to) ?? genericAgent(data.agent),
    startedAt: utcOf(textOf(data.started_at), timeZone),
    answeredAt: utcOf(textOf(data.answered_at), timeZone),
    endedAt: utcOf(textOf(data.ended_at), timeZone),
    talkSeconds: outcome === "voicemail" ? 0 : secondsOf(data.talk_seconds),
    totalSeconds: secondsOf(data.total_seconds),
    recordingUrl: webAddressOf(data.recording_url),
    cardUrl: webAddressOf(data.card_url),
    attribution: genericAttribution(data.attribution),
    tags: textsOf(data.tags),
    note: textOf(data.note),
    rating: ratingOf(data.rating),
    target: flagOf(data.target),
    repeat: flagOf(data.repeat),
    callback: flagOf(data.callback) ?? false,
    ...(expiresAt && { recordingExpiresAt: expiresAt }),
    ...(analysis && { analysis }),
    ...(from && { forwardedFrom: from }),
  };
}

/** A call that has ended has some outcome, known to us or not; its other news need not repeat it. */
function outcomeOf(type: CallType, word: string | null): CallOutcome | null {
  const known = callOutcomes.find((outcome) => outcome === word?.toLowerCase().replace(/[ -]/g, "_"));
  return known ?? (type === "call.completed" || word !== null ? "unknown" : null);
}

export function genericAgent(value: unknown): Agent | null {
  const part = objectOf(value);
  const agent = {
    id: textOf(part.id),
    email: textOf(part.email),
    extension: textOf(part.extension),
    sip: textOf(part.sip),
    phone: textOf(part.phone),
    name: textOf(part.name),
    department: textOf(part.department),
  };
  return Object.values(agent).some((text) => text !== null) ? agent : null;
}

export function genericAttribution(value: unknown): Attribution {
  const part = objectOf(value);
  return {
    utmSource: textOf(part.utm_source),
    utmMedium: textOf(part.utm_medium),
    utmCampaign: textOf(part.utm_campaign),
    utmTerm: textOf(part.utm_term),
    utmContent: textOf(part.utm_content),
    gclid: textOf(part.gclid),
    gaClientId: textOf(part.ga_client_id),
  };
}

export function genericAnalysis(value: unknown, timeZone: string): Analysis | null {
  if (!isObject(value)) return null;
  const [mood, score] = [objectOf(value.mood), objectOf(value.score)];
  const points = numberOf(score.value);
  return {
    summary: textOf(value.summary),
    topics: textsOf(value.topics),
    nextSteps: listOf(value.next_steps).flatMap((step) => nextStepOf(step, timeZone)),
    mood: { client: textOf(mood.client), agent: textOf(mood.agent), overall: textOf(mood.overall) },
    score: points === null ? null : { value: points, max: numberOf(score.max), details: textOf(score.details) },
    transcriptUrl: webAddressOf(value.transcript_url),
  };
}

function nextStepOf(step: unknown, timeZone: string): Analysis["nextSteps"] {
  const { text, assignee, due } = isObject(step) ? step : { text: step };
  const words = textOf(text);
  return words === null ? [] : [{ text: words, assignee: textOf(assignee), due: utcOf(textOf(due), timeZone) }];
}

/** `by` is an agent, an object that holds one, or just a name. */
function ratingOf(value: unknown): CallData["rating"] {
  if (!isObject(value)) return null;
  const rater = genericAgent(objectOf(value.by).agent) ?? genericAgent(value.by);
  const scale = textOf(value.scale);
  return {
    category: textOf(value.category),
    value: textOf(value.value),
    ...(scale && { scale }),
    by: rater ? (rater.name ?? rater.email ?? rater.id ?? rater.extension) : textOf(value.by),
  };
}

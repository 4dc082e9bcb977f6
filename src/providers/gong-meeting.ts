// Maps a call of Gong's, met or phoned, to a meeting: its parties, and what Gong's machine found in what they said.
import type { Analysis } from "../model/event.ts";
import type { MeetingData, Participant } from "../model/meeting.ts";
import { attendeeOf } from "./attendee.ts";
import { blankAnalysis } from "./blank-call.ts";
import { blankMeeting, eachOnce, pageOf } from "./blank-meeting.ts";
import { gongNotes } from "./gong-notes.ts";
import { gongSteps } from "./gong-steps.ts";
import { later, utcOf } from "./local-time.ts";
import { isObject, listOf, numberOf, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

/** The addresses under media are signed and lapse within hours; the call's page plays the recording. */
export function gongMeeting(callId: string, call: Json, timeZone: string): MeetingData {
  const metaData = objectOf(call.metaData);
  const content = objectOf(call.content);
  const parties = listOf(call.parties).filter(isObject);
  const startedAt = utcOf(textOf(metaData.started) ?? textOf(metaData.scheduled), timeZone);
  const url = pageOf(metaData.url);
  return {
    ...blankMeeting(callId),
    title: textOf(metaData.title),
    startedAt,
    endedAt: later(startedAt, numberOf(metaData.duration)),
    url,
    organizer: hostOf(parties, textOf(metaData.primaryUserId)),
    participants: eachOnce(parties.map(partyOf)),
    analysis: analysisOf(content, parties, url),
    notes: gongNotes(call, url),
    allNotes: isObject(call.content),
  };
}

/** Most parties of a real account are Unknown, which is not External. */
const affiliations = new Map([
  ["internal", true],
  ["external", false],
]);

/** A party's own id is another in every call; that of a user of Gong's stays. */
function partyOf(party: Json): Participant | null {
  return attendeeOf({
    id: textOf(party.userId),
    name: textOf(party.name),
    email: textOf(party.emailAddress),
    phone: textOf(party.phoneNumber),
    internal: affiliations.get(textOf(party.affiliation)?.toLowerCase() ?? "") ?? null,
  });
}

function hostOf(parties: readonly Json[], userId: string | null): MeetingData["organizer"] {
  const host = userId === null ? undefined : parties.find((party) => textOf(party.userId) === userId);
  const known = host ? partyOf(host) : null;
  if (known === null) return null;
  const { internal: _, ...person } = known;
  return person;
}

function analysisOf(content: Json, parties: readonly Json[], url: string | null): Analysis | null {
  const points = listOf(content.keyPoints).flatMap((point) => textOf(objectOf(point).text) ?? []);
  const keyPoints = points.length > 0 ? ["**Key points**", ...points.map((point) => `- ${point}`)].join("\n") : null;
  const summary = [textOf(content.brief), keyPoints].filter((part) => part !== null).join("\n\n") || null;
  const topics = topicsOf(content);
  const nextSteps = gongSteps(content, parties, url);
  if (summary === null && topics.length === 0 && nextSteps.length === 0) return null;
  return { ...blankAnalysis, summary, topics, nextSteps };
}

/** All topics that the account has set up come with every call, those that nobody spoke of with 0 seconds. */
function topicsOf(content: Json): string[] {
  return listOf(content.topics)
    .filter(isObject)
    .flatMap(({ name, duration }) => (duration === 0 ? [] : (textOf(name) ?? [])));
}

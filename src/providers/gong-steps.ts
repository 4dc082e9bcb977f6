// Finds what was agreed in a call of Gong's: its next steps, and the action items that came before them.
import type { Analysis } from "../model/event.ts";
import { longestShared, secondsInto } from "./blank-meeting.ts";
import { highlights, momentAt } from "./gong-notes.ts";
import { cut, isObject, listOf, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;
type Step = Analysis["nextSteps"][number];

/** Gong stopped filling pointsOfInterest in 2025 in favour of highlights; the payload of webhooks is documented with both. */
export function gongSteps(content: Json, parties: readonly Json[], url: string | null): Step[] {
  const agreed = highlights(content)
    .filter(({ isNextSteps }) => isNextSteps)
    .flatMap(({ items }) => items)
    .flatMap(({ text, startTimes }) => stepOf(textOf(text), secondsInto(listOf(startTimes)[0]), url));
  const speakers = speakersOf(parties);
  const said = listOf(objectOf(content.pointsOfInterest).actionItems)
    .filter(isObject)
    .flatMap((item) => stepOf(snippetOf(item, speakers), secondsInto(item.snippetStartTime), url));
  return [...agreed, ...said];
}

function stepOf(text: string | null, atSeconds: number | null, url: string | null): Step[] {
  if (text === null) return [];
  const link = momentAt(url, atSeconds);
  return [
    {
      text: atSeconds === null ? text : `${text} (${clock(atSeconds)})`,
      assignee: null,
      due: null,
      ...(link && { link }),
    },
  ];
}

/** By the id of the speaker and by that of the party, of which an item may name either; the first of two counts. */
function speakersOf(parties: readonly Json[]): Map<string, string | null> {
  const speakers = new Map<string, string | null>();
  for (const party of parties) {
    const name = textOf(party.name);
    for (const id of [textOf(party.speakerId), textOf(party.id)]) {
      // Each thing that he said repeats the name.
      if (id !== null && !speakers.has(id)) speakers.set(id, name && cut(name, longestShared));
    }
  }
  return speakers;
}

/** Word for word what somebody said, who need not be the one who will do it. */
function snippetOf(item: Json, speakers: ReadonlyMap<string, string | null>): string | null {
  const snippet = textOf(item.snippet);
  const name = speakers.get(textOf(item.speakerID) ?? textOf(item.speakerId) ?? "") ?? null;
  return snippet !== null && name !== null ? `${name}: ${snippet}` : snippet;
}

/** 3:05, 1:03:05 */
function clock(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

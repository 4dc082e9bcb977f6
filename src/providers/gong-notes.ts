// Finds the notes in a call of Gong's: what people commented, what Gong highlighted, and which tracked words fell.
import type { MeetingNote } from "../model/meeting.ts";
import { blankNote, longestShared, secondsInto } from "./blank-meeting.ts";
import { isAt } from "./recording-address.ts";
import { cut, isObject, listOf, numberOf, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export function gongNotes(call: Json, url: string | null): MeetingNote[] {
  const content = objectOf(call.content);
  const comments = listOf(objectOf(call.collaboration).publicComments);
  return [
    ...comments.filter(isObject).flatMap((comment) => commentOf(comment, url)),
    ...highlights(content)
      .filter(({ isNextSteps }) => !isNextSteps)
      .flatMap(({ title, items }) => items.flatMap((item) => highlightOf(title, item, url))),
    ...listOf(content.trackers)
      .filter(isObject)
      .flatMap((tracker) => trackerOf(tracker, url)),
  ];
}

export interface Highlights {
  title: string | null;
  isNextSteps: boolean;
  items: Json[];
}

/** Sections such as “Next steps”, each with what was said and when. */
export function highlights(content: Json): Highlights[] {
  return listOf(content.highlights)
    .filter(isObject)
    .map((section) => {
      const title = cut(textOf(section.title) ?? "", longestShared) || null;
      return { title, isNextSteps: /^next steps?$/i.test(title ?? ""), items: listOf(section.items).filter(isObject) };
    });
}

function highlightOf(title: string | null, item: Json, url: string | null): MeetingNote[] {
  const text = textOf(item.text);
  const atSeconds = secondsInto(listOf(item.startTimes)[0]);
  return text === null
    ? []
    : [{ ...blankNote, category: title ?? "Highlights", text, atSeconds, link: momentAt(url, atSeconds) }];
}

function commentOf(comment: Json, url: string | null): MeetingNote[] {
  const text = textOf(comment.comment);
  if (text === null) return [];
  const atSeconds = secondsInto(comment.audioStartTime);
  const link = momentAt(url, atSeconds, secondsInto(comment.audioEndTime));
  return [{ noteId: textOf(comment.id), category: "Comments", text, atSeconds, link }];
}

/** All trackers that the account has set up come with every call, those that found nothing with the count 0. */
function trackerOf(tracker: Json, url: string | null): MeetingNote[] {
  const [name, count] = [textOf(tracker.name), numberOf(tracker.count)];
  if (name === null || count === null || count === 0) return [];
  const atSeconds = secondsInto(objectOf(listOf(tracker.occurrences)[0]).startTime);
  const text = `${name}: ${count === 1 ? "once" : `${count} times`}`;
  // By its id a later count replaces an earlier one.
  return [{ noteId: textOf(tracker.id), category: "Trackers", text, atSeconds, link: momentAt(url, atSeconds) }];
}

const shownSeconds = 30;

/** The call's page where it plays from that second on, as Gong itself makes such links; its page where no second is known. */
export function momentAt(url: string | null, from: number | null, to: number | null = null): string | null {
  if (url === null || from === null || !isAt(url, /(^|\.)gong\.io$/)) return url;
  const until = to !== null && to > from ? to : from + shownSeconds;
  const link = new URL(url);
  link.searchParams.set("highlights", JSON.stringify([{ type: "SHARE", from, to: until }]));
  return link.href;
}

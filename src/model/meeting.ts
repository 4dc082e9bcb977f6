// What meeting.completed, meeting.analyzed and meeting.deleted hold: a meeting as its note-taker tells it, whole or in part.
import { z } from "zod";
import { analysis } from "./event.ts";
import { person } from "./person.ts";

const text = z.string().trim().min(1).nullable().catch(null).default(null);
const instant = z.iso.datetime({ offset: true }).nullable().catch(null).default(null);
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform((items) => items.flatMap((each) => item.safeParse(each).data ?? []));

const participant = person.extend({
  /** What the sender says; absent or null: it does not say. */
  internal: z.boolean().nullable().catch(null).default(null),
});
export type Participant = z.infer<typeof participant>;

/** A note or a clip. */
const meetingNote = z.object({
  noteId: text,
  category: text,
  text,
  atSeconds: z.number().finite().nonnegative().nullable().catch(null).default(null),
  link: text,
});
export type MeetingNote = z.infer<typeof meetingNote>;

export const meetingData = z.object({
  meetingId: z.string().min(1),
  title: text,
  startedAt: instant,
  endedAt: instant,
  /** The meeting's page at the note-taker. */
  url: text,
  recordingUrl: text,
  organizer: person.nullable().catch(null).default(null),
  participants: listOf(participant),
  /** null: nobody has analysed the meeting yet. */
  analysis: analysis.nullable().catch(null).default(null),
  notes: listOf(meetingNote),
  /** These are all notes that there are by now: older ones that are missing have been deleted. */
  allNotes: z.boolean().catch(false).default(false),
});
export type MeetingData = z.infer<typeof meetingData>;

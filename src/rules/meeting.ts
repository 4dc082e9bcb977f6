// A meeting that was held: two activities, its summary and its notes by category, on everybody who took part and what is theirs.
import type { KnownCall, Link, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, Plan, UpdateWrite, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import type { Edited } from "./activity-body.ts";
import { cascadeOf } from "./cascade.ts";
import { type Gathering, gather } from "./gathering.ts";
import { meetingNotes } from "./meeting-notes.ts";
import { meetingOwner } from "./meeting-owner.ts";
import { meetingSummary } from "./meeting-summary.ts";
import { newGuests, peopleOf, withSides } from "./participants.ts";
import { referenceIn } from "./task.ts";
import { type WholeMeeting, wholeMeeting } from "./whole-meeting.ts";

/** Its participants or its content may come with another webhook. */
const holdMinutes = 30;

export function decideMeeting(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const told = (snapshot.moments.get(event.subject) ?? []).filter(({ id }) => id !== event.id);
  const known = snapshot.calls.get(event.subject) ?? null;
  if ([event, ...told].every(({ type }) => type === "meeting.deleted"))
    return ignored("Nothing of this meeting is in HubSpot, so there is nothing to mark as deleted.");
  const meeting = withSides(wholeMeeting([event, ...told]), rulebook);
  const earlier = told.filter(({ id }) => !snapshot.undecided.has(id));
  const before = known?.meeting && earlier.length > 0 ? wholeMeeting(earlier) : null;
  const guests = newGuests(meeting, before, rulebook);
  if (!known?.meeting && guests.length === 0) return ofNobody(meeting, rulebook);
  const owner = meetingOwner(meeting, guests, known?.meeting?.properties.hubspot_owner_id ?? null, snapshot, rulebook);
  const gathered = gather(event, guests, owner, snapshot, rulebook);
  const linked = known?.meeting?.links ?? [];
  const people = gathered.links.filter((link) => !linked.some((each) => isSame(each, link)));
  const cascade = cascadeOf(gathered.roots, gathered.companies, rulebook.settings, [...linked, ...people]);
  const links = [...people, ...cascade.links];
  if (linked.length + links.length === 0)
    return ignored("None of the participants is in HubSpot, and your settings make no contacts of them.");
  const hangs = { owner: owner.ownerId, links, because: cascade.because };
  const activities = [
    ...summaryWrites(event, meeting, known, hangs),
    ...(meeting.isAnalysed || known?.activity ? noteWrites(event, meeting, known, hangs) : []),
  ];
  const writes = [...gathered.writes, ...activities];
  if (known?.meeting && activities.length === 0 && writes.every(({ do: kind }) => kind === "use"))
    return { ...ignored("This meeting is already in HubSpot, and this event says nothing new of it."), writes };
  return { verdict: "write", because: sentence(meeting, gathered, known !== null, rulebook), writes };
}

function ignored(because: string): Extract<Plan, { verdict: "ignore" }> {
  return { verdict: "ignore", writes: [], because };
}

function ofNobody(meeting: WholeMeeting, rulebook: Rulebook): Plan {
  const { strangers, ours } = peopleOf(meeting, rulebook);
  if (strangers.length === 0 && ours > 0) return ignored("Only our own people took part in this meeting.");
  const because =
    strangers.length > 0
      ? `${strangers.slice(0, 5).join(", ")} took part, but without an e-mail address or a phone number nobody knows who that is.`
      : "The note-taker does not say who took part in this meeting.";
  return { verdict: "wait", holdMinutes, writes: [], because };
}

/** The properties of an activity, with what people wrote into it. */
type Make = (key: string, edited: Edited | null) => Record<string, string>;

/** How the activities name the note-taker. */
function sourceOf({ provider }: Event): string {
  if (provider === "generic" || provider === "custom") return "the note-taker";
  return provider === "tldv" ? "tl;dv" : `${provider.slice(0, 1).toUpperCase()}${provider.slice(1)}`;
}

interface Hangs {
  owner: string | null;
  links: Link[];
  because: string | null;
}

function summaryWrites(event: Event, meeting: WholeMeeting, known: KnownCall | null, hangs: Hangs): Write[] {
  const make: Make = (key, edited) => meetingSummary(meeting, key, sourceOf(event), edited);
  const because = "it keeps the summary of the meeting";
  if (!known?.meeting) return [create(event, "meeting", make(`${event.id}/meeting`, null), hangs, because)];
  return corrected(event, "meeting", make, known.meeting, hangs);
}

function noteWrites(event: Event, meeting: WholeMeeting, known: KnownCall | null, hangs: Hangs): Write[] {
  const make: Make = (key, edited) => meetingNotes(meeting, key, sourceOf(event), edited);
  if (known?.activity) return corrected(event, "note", make, known.activity, hangs);
  const links = [...(known?.meeting?.links ?? []), ...hangs.links];
  const because = "it keeps the notes and clips of the meeting by category";
  const note = create(event, "note", make(`${event.id}/note`, null), { ...hangs, links }, because);
  return [known?.meeting ? { ...note, withoutGone: true } : note];
}

function create(
  event: Event,
  what: "meeting" | "note",
  properties: Record<string, string>,
  { owner, links, because: brought }: Hangs,
  because: string,
): CreateWrite {
  return {
    do: "create",
    what,
    key: `${event.id}/${what}`,
    properties: { ...properties, ...(owner ? { hubspot_owner_id: owner } : {}) },
    associate: links,
    because: brought ? `${because}, and ${brought}` : because,
  };
}

/** What is new of an activity that stands in HubSpot: its text, and whom it belongs to. */
function corrected(
  event: Event,
  what: "meeting" | "note",
  make: Make,
  written: NonNullable<KnownCall["meeting"]>,
  { links, because }: Hangs,
): Write[] {
  const before = written.properties[what === "meeting" ? "hs_meeting_body" : "hs_note_body"] ?? "";
  const edited = { written: before, standing: written.body ?? before };
  const now = make(referenceIn(before) ?? `${event.id}/${what}`, edited);
  const changed = Object.entries(now).filter(([name, text]) => written.properties[name] !== text);
  const update: UpdateWrite = {
    do: "update",
    what,
    key: `${event.id}/${what}`,
    ref: written.ref,
    properties: Object.fromEntries(changed),
    because: "the note-taker tells more of the meeting",
  };
  const more: Write = {
    do: "associate",
    what,
    key: `${event.id}/${what}-links`,
    ref: written.ref,
    associate: links,
    because: because ?? "more people took part than was known",
  };
  return [...(changed.length > 0 ? [update] : []), ...(links.length > 0 ? [more] : [])];
}

function isSame(a: Link, b: Link): boolean {
  return a.what === b.what && JSON.stringify(a.ref) === JSON.stringify(b.ref);
}

function sentence(meeting: WholeMeeting, { guests }: Gathering, isKnown: boolean, rulebook: Rulebook): string {
  const { strangers, crowd } = peopleOf(meeting, rulebook);
  const title = meeting.title ? `The meeting “${meeting.title}”` : "A meeting";
  if (isKnown) return `${title}, more of which became known.`;
  const { known, made, left } = guests;
  const parts = [
    known > 0 ? `${known} known` : null,
    made > 0 ? `${made} new` : null,
    left + strangers.length > 0
      ? `${left + strangers.length} who ${left + strangers.length === 1 ? "is" : "are"} not in HubSpot`
      : null,
  ];
  const others = crowd > 0 ? ` ${crowd} more are left out, for a meeting is put on 500 people at most.` : "";
  return `${title} with ${parts.filter((part) => part !== null).join(", ")} from outside.${others}`;
}

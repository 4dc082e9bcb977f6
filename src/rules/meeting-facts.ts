// What both activities of a meeting say of it: that it was deleted, where it is, when, and who was there.
import type { Participant } from "../model/meeting.ts";
import { escapeHtml, link } from "./html.ts";
import type { WholeMeeting } from "./whole-meeting.ts";

/** Stands between what people wrote into an activity and what the note-taker tells. */
export const noteTakersHeading = "From the note-taker:";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "22 Nov 2026", as the sender's own calendar has it. */
export function dateText(instant: string): string {
  const [year, month, day] = instant.slice(0, 10).split("-").map(Number);
  return `${day} ${months[(month ?? 0) - 1]} ${year}`;
}

/** Stands at the top of both. */
export function deletedLine({ deletedAt }: WholeMeeting, source: string): string[] {
  if (deletedAt === null) return [];
  return [`<p><strong>This meeting was deleted in ${escapeHtml(source)} on ${dateText(deletedAt)}.</strong></p>`];
}

export function meetingTitle({ title, deletedAt }: WholeMeeting): string {
  return `${deletedAt === null ? "" : "Deleted: "}${title?.replace(/\s+/g, " ") ?? "Meeting"}`;
}

/** A longer address is not one that a browser opens. */
const longestAddress = 2_000;

export function webAddress(address: string | null | undefined): string | null {
  return address && address.length <= longestAddress && /^https?:\/\//i.test(address) ? address : null;
}

/** Nothing where there is no web address. */
export function webLink(address: string | null | undefined, label: string): string {
  const web = webAddress(address);
  return web === null ? "" : link(web, label);
}

/** Where the rest of a text that was cut can be read. */
export function wholeAt({ url, recordingUrl, analysis }: WholeMeeting): string | null {
  return webAddress(url) ?? webAddress(analysis?.transcriptUrl) ?? webAddress(recordingUrl);
}

/** Clients first. */
/** The people of a webinar must not crowd out what was agreed. */
const namedAtMost = 50;

export function participantsText({ participants }: WholeMeeting): string {
  const [ours, clients] = [true, false].map((isOurs) =>
    participants.filter((each) => (each.internal ?? false) === isOurs),
  );
  const texts = [...(clients ?? []), ...(ours ?? [])].map(participantText).filter(Boolean);
  const more = texts.length - namedAtMost;
  return [...texts.slice(0, namedAtMost), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function participantText({ name, email, emails, phone, phones, internal }: Participant): string {
  const address = email ?? emails[0] ?? phone ?? phones[0] ?? null;
  const label = name ?? address;
  if (label === null) return "";
  const more = [name === null ? null : address, internal ? "our side" : null].filter((part) => part !== null);
  return more.length > 0 ? `${label} (${more.join(", ")})` : label;
}

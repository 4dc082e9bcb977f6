// The activities of a record as cards of its timeline, newest first, open tasks of the future above them.
import { type Portal, schemaOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { type ObjectTypeName, objectType } from "../schema/object-types.ts";
import { duration, type Formats } from "./format.ts";
import { ownerOf, type Person, recordName, recordUrl } from "./naming.ts";
import { recordingAddress } from "./recording.ts";
import { safeHtml } from "./safe-html.ts";

export interface Chip {
  text: string;
  tone: "good" | "bad" | "warn" | "plain";
}

export interface Card {
  kind: string;
  kindLabel: string;
  title: string;
  url: string;
  at: number;
  when: string;
  chips: Chip[];
  bodyHtml: string;
  recordingUrl: string | undefined;
  link: { url: string; text: string } | undefined;
  owner: Person | undefined;
  done: boolean | undefined;
}

export interface TimelineSection {
  heading: string;
  cards: Card[];
}

export interface Timeline {
  sections: TimelineSection[];
  /** How many activities are older than the shown ones. */
  older: number;
}

const CONNECTED = "Connected";

function optionLabel(portal: Portal, record: StoredRecord, property: string): string | undefined {
  const value = record.properties[property];
  const options = schemaOf(portal, record.type).properties.get(property)?.options ?? [];
  return value === undefined ? undefined : (options.find((option) => option.value === value)?.label ?? value);
}

const chip = (text: string | undefined, tone: Chip["tone"] = "plain"): Chip[] => (text ? [{ text, tone }] : []);

function callChips(portal: Portal, record: StoredRecord): Chip[] {
  const outcome = optionLabel(portal, record, "hs_call_disposition");
  const { hs_call_duration: length, hs_call_from_number: from, hs_call_to_number: to } = record.properties;
  return [
    ...chip(outcome, outcome === CONNECTED ? "good" : "bad"),
    ...chip(optionLabel(portal, record, "hs_call_direction")),
    ...chip(length && Number(length) > 0 ? duration(Number(length)) : undefined),
    ...chip(from && to ? `${from} → ${to}` : (from ?? to)),
    ...chip(record.recordingReadyAt === undefined ? undefined : "Recording ready"),
  ];
}

function taskChips(portal: Portal, record: StoredRecord, at: number): Chip[] {
  const { hs_task_status: status, hs_task_priority: priority } = record.properties;
  const done = status === "COMPLETED";
  const overdue = !done && at < portal.now();
  return [
    ...chip(
      overdue ? "Overdue" : optionLabel(portal, record, "hs_task_status"),
      overdue ? "bad" : done ? "good" : "plain",
    ),
    ...chip(priority === "HIGH" ? "High priority" : undefined, "warn"),
    ...chip(optionLabel(portal, record, "hs_task_type")),
  ];
}

function meetingChips(portal: Portal, formats: Formats, record: StoredRecord): Chip[] {
  const { hs_meeting_start_time: start, hs_meeting_end_time: end } = record.properties;
  const length = start && end ? duration(Date.parse(end) - Date.parse(start)) : undefined;
  return [
    ...chip(optionLabel(portal, record, "hs_meeting_outcome"), "good"),
    ...chip(start ? `Starts ${formats.dayAndTime(Date.parse(start))}` : undefined),
    ...chip(length),
  ];
}

const BODY: Partial<Record<ObjectTypeName, string>> = {
  calls: "hs_call_body",
  tasks: "hs_task_body",
  notes: "hs_note_body",
  meetings: "hs_meeting_body",
  communications: "hs_communication_body",
};

function chipsOf(portal: Portal, formats: Formats, record: StoredRecord, at: number): Chip[] {
  if (record.type === "calls") return callChips(portal, record);
  if (record.type === "tasks") return taskChips(portal, record, at);
  if (record.type === "meetings") return meetingChips(portal, formats, record);
  if (record.type === "communications") return chip(optionLabel(portal, record, "hs_communication_channel_type"));
  return [];
}

const timeOf = ({ properties, createdAt }: StoredRecord) =>
  properties.hs_timestamp === undefined ? createdAt : Date.parse(properties.hs_timestamp);

export function activityCard(portal: Portal, formats: Formats, record: StoredRecord): Card {
  const { hs_meeting_external_url: external } = record.properties;
  const at = timeOf(record);
  const isTask = record.type === "tasks";
  const { singular } = objectType(record.type);
  return {
    kind: singular,
    kindLabel: singular.charAt(0).toUpperCase() + singular.slice(1),
    title: recordName(portal, record),
    url: recordUrl(portal, record),
    at,
    when: `${isTask ? "Due " : ""}${formats.dayAndTime(at)}`,
    chips: chipsOf(portal, formats, record, at),
    bodyHtml: safeHtml(record.properties[BODY[record.type] ?? ""] ?? ""),
    recordingUrl: recordingAddress(portal, record),
    link: external && /^https?:/.test(external) ? { url: external, text: "Open meeting" } : undefined,
    owner: ownerOf(portal, record),
    done: isTask ? record.properties.hs_task_status === "COMPLETED" : undefined,
  };
}

const SHOWN_CARDS = 200;

export function timeline(portal: Portal, formats: Formats, record: StoredRecord): Timeline {
  const activities = [...(record.links?.keys() ?? [])].filter((other) => objectType(other.type).isActivity);
  const shown = activities.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, SHOWN_CARDS);
  const cards = shown.map((activity) => activityCard(portal, formats, activity));
  const sections = new Map<string, Card[]>();
  for (const card of cards) {
    const heading = card.at > portal.now() ? "Upcoming" : formats.month(card.at);
    sections.set(heading, [...(sections.get(heading) ?? []), card]);
  }
  return {
    sections: [...sections].map(([heading, grouped]) => ({ heading, cards: grouped })),
    older: activities.length - shown.length,
  };
}

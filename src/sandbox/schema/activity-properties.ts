// The properties HubSpot defines on calls, tasks, notes, meetings and communications.
import { type PropertyDefinition, hubspotProperty as property, type Traits } from "./property.ts";

const GROUP = "engagement";
const text = (name: string, label: string, traits: Traits = {}) => property(name, label, "string", GROUP, traits);
const html = (name: string, label: string) => text(name, label, { fieldType: "html" });
const one = (name: string, label: string, options: Traits["options"]) =>
  property(name, label, "enumeration", GROUP, { options: options ?? [] });

const timestamp = (label: string) => property("hs_timestamp", label, "datetime", GROUP);

const OF_EVERY_ACTIVITY = [
  text("hs_body_preview", "Body preview", { readOnly: true }),
  property("hs_attachment_ids", "Attached file IDs", "enumeration", GROUP, { externalOptions: true }),
  property("hs_engagement_source", "Engagement source", "string", GROUP, { readOnly: true }),
];

const EVERY_ACTIVITY = [timestamp("Activity date"), ...OF_EVERY_ACTIVITY];

export const ACTIVITY_GROUPS = [["engagement", "Activity"]] as const;

// The account's default dispositions: HubSpot identifies a call outcome by GUID, not by label.
const DISPOSITIONS = [
  ["9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"],
  ["f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"],
  ["a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"],
  ["b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"],
  ["73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"],
  ["17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"],
] as const;

export const CALL_PROPERTIES: readonly PropertyDefinition[] = [
  ...EVERY_ACTIVITY,
  text("hs_call_title", "Call Title"),
  html("hs_call_body", "Call notes"),
  one("hs_call_direction", "Call Direction", ["INBOUND", "OUTBOUND"]),
  one("hs_call_disposition", "Call outcome", DISPOSITIONS),
  property("hs_call_duration", "Call duration", "number", GROUP),
  text("hs_call_from_number", "From Number"),
  text("hs_call_to_number", "To Number"),
  text("hs_call_recording_url", "Recording URL"),
  one("hs_call_status", "Call Status", [
    "BUSY",
    "CALLING_CRM_USER",
    "CANCELED",
    "COMPLETED",
    "CONNECTING",
    "FAILED",
    "HOLD",
    "IN_PROGRESS",
    "MISSED",
    "NO_ANSWER",
    "QUEUED",
    "RINGING",
    "UNKNOWN",
  ]),
  one("hs_call_source", "Call Source", ["INTEGRATIONS_PLATFORM"]),
  text("hs_call_app_id", "Call app ID"),
  text("hs_call_external_id", "External call ID"),
  text("hs_call_external_account_id", "External account ID"),
  text("hs_call_callee_object_id", "Callee record ID"),
  text("hs_call_callee_object_type", "Callee record type"),
  property("hs_call_has_voicemail", "Has voicemail", "bool", GROUP),
  text("hs_activity_type", "Call and meeting type"),
];

export const TASK_PROPERTIES: readonly PropertyDefinition[] = [
  timestamp("Due date"),
  ...OF_EVERY_ACTIVITY,
  text("hs_task_subject", "Task title"),
  html("hs_task_body", "Task notes"),
  one("hs_task_status", "Task status", ["NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"]),
  one("hs_task_priority", "Priority", ["NONE", "LOW", "MEDIUM", "HIGH"]),
  one("hs_task_type", "Task type", ["EMAIL", "CALL", "TODO", "MEETING", "LINKED_IN_CONNECT", "LINKED_IN_MESSAGE"]),
  text("hs_task_reminders", "Reminders"),
  text("hs_queue_membership_ids", "Queue"),
  property("hs_task_completion_date", "Completed at", "datetime", GROUP, { readOnly: true }),
];

export const NOTE_PROPERTIES: readonly PropertyDefinition[] = [...EVERY_ACTIVITY, html("hs_note_body", "Note body")];

export const MEETING_PROPERTIES: readonly PropertyDefinition[] = [
  ...EVERY_ACTIVITY,
  text("hs_meeting_title", "Meeting name"),
  html("hs_meeting_body", "Meeting description"),
  html("hs_internal_meeting_notes", "Internal meeting notes"),
  text("hs_meeting_external_url", "External URL"),
  text("hs_meeting_location", "Location"),
  text("hs_meeting_location_type", "Location type"),
  property("hs_meeting_start_time", "Start time", "datetime", GROUP),
  property("hs_meeting_end_time", "End time", "datetime", GROUP),
  one("hs_meeting_outcome", "Meeting outcome", ["SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"]),
  text("hs_activity_type", "Call and meeting type"),
];

export const COMMUNICATION_PROPERTIES: readonly PropertyDefinition[] = [
  ...EVERY_ACTIVITY,
  one("hs_communication_channel_type", "Channel type", [
    ["WHATS_APP", "WhatsApp"],
    ["LINKEDIN_MESSAGE", "LinkedIn message"],
    ["SMS", "SMS"],
  ]),
  one("hs_communication_logged_from", "Logged from", ["CRM"]),
  html("hs_communication_body", "Message"),
];

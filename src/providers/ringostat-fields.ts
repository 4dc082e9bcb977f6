// The names under which Ringostat's values arrive: users choose them, and three generations of defaults are in use.
import { textOf } from "./values.ts";

/** Best source first. Names are compared by their letters and digits only. */
const aliases = {
  callId: ["uniqueid", "call_id", "cdr_id"],
  startedAt: ["call_timestamp", "call_date_microsecond", "calldate", "call_date", "date"],
  direction: ["type", "call_type"],
  insertion: ["insertion_type"],
  status: ["disposition", "status", "call_status"],
  totalSeconds: ["duration", "call_duration", "duration_call"],
  totalMilliseconds: ["duration_ms", "duration_call_ms"],
  talkSeconds: ["billsec", "dialog", "duration_conversation"],
  waitSeconds: ["waiting", "waittime", "duration_waiting"],

  clientOfIncoming: ["E164", "number_e164", "caller", "caller_number", "callers_number", "userfield"],
  clientOfOutgoing: ["callee", "full_num", "dst", "destination"],
  clientElsewhere: ["dst", "callee", "destination", "connected_with"],
  clientNumber: ["E164", "number_e164"],
  lineOfIncoming: ["dst", "callee", "destination"],
  lineOfOutgoing: ["outbound_number", "caller", "caller_number"],
  lineName: ["n_alias", "scheme_name", "pool_name"],

  connectedWith: ["connected_with"],
  agentId: ["employee_id", "staffid"],
  agentEmail: ["employee_email"],
  // employee_estension is no slip of ours: a hook in production is spelled so.
  extension: ["extension_number", "employee_number", "employee_extension", "employee_estension", "additional_number"],
  agentName: ["employee_fio", "employee"],
  department: ["department"],

  recording: ["recording_wav", "recording", "record_link", "record"],
  hasRecording: ["has_recording", "recording_presence"],
  card: ["call_card", "call_card_link"],
  target: ["proper_flag"],
  repeat: ["repeated_flag"],
  ratingCategory: ["category_mark"],
  ratingValue: ["category_number"],
  ratingBy: ["employee_mark"],

  utmSource: ["utm_source"],
  utmMedium: ["utm_medium"],
  utmCampaign: ["utm_campaign"],
  utmTerm: ["utm_term"],
  utmContent: ["utm_content"],
  gclid: ["gclid"],
  gaClientId: ["client_id", "google_client_id", "ga_client_id"],

  // Ringostat names these only in prose (help article 9281387), the score apart; users who follow it write them so.
  qualityScore: ["dialogue_quality_score"],
  qualityDetails: ["dialogue_quality_details"],
  summary: ["brief_summary", "ai_summary", "call_summary", "summary"],
  clientMood: ["customer_mood", "client_mood"],
  agentMood: ["employee_mood"],
  overallMood: ["overall_mood"],
  nextSteps: ["recommended_actions"],
  transcript: ["transcript_file", "transcript_url", "transcript"],
} as const;

export type RingostatField = keyof typeof aliases;

/** The place of the name among those of the field, best first; -1 when Ringostat never means the field by it. */
export function meaningRank(name: string, field: RingostatField): number {
  return aliases[field].findIndex((alias) => comparable(alias) === comparable(name));
}

export interface RingostatFields {
  first(field: RingostatField): string | null;
  /** Every filled value of the field, best source first. */
  all(field: RingostatField): string[];
}

export function ringostatFields(fields: ReadonlyMap<string, string>): RingostatFields {
  const byName = new Map<string, string>();
  for (const [name, value] of fields) {
    const key = comparable(name);
    const text = textOf(unescaped(value));
    if (text !== null && !byName.has(key)) byName.set(key, text);
  }
  const all = (field: RingostatField) =>
    aliases[field].map((name) => byName.get(comparable(name))).filter((value) => value !== undefined);
  return { all, first: (field) => all(field)[0] ?? null };
}

/** call_id, callId, {{Call ID}} and call-id are one name. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const entities = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&amp;", "&"],
]);

/** Callers arrive as "Name" &lt;380…&gt;. */
function unescaped(value: string): string {
  return value.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities.get(entity) ?? entity);
}

// Every name under which a value of Ringostat may arrive, one by one.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallData } from "../../src/model/event.ts";
import { readCall } from "./ringostat-call.ts";

const phone = "380671112233";
const url = "https://pbx.acme.test/1";
const noon = "2026-10-09T09:30:01.000Z";
const incoming = { call_id: "us1_-1.1", type: "in", status: "ANSWERED" };
const outgoing = { call_id: "us1_-1.1", type: "out", status: "ANSWERED" };

type Row = [names: string, sent: string, see: (data: CallData) => unknown, expected: unknown, rest?: object];

const rows: Row[] = [
  ["uniqueid call_id cdr_id", "us1_-9.9", (data) => data.callId, "us1_-9.9", { call_id: "" }],
  ["call_timestamp call_date_microsecond", "1791538201000000", (data) => data.startedAt, noon],
  ["calldate call_date date", "2026-10-09 12:30:01", (data) => data.startedAt, noon],
  ["type call_type", "out", (data) => data.direction, "out", { type: "" }],
  ["disposition status call_status", "BUSY", (data) => data.outcome, "busy", { status: "" }],
  ["duration call_duration duration_call", "95", (data) => data.totalSeconds, 95],
  ["duration_ms duration_call_ms", "95500", (data) => data.totalSeconds, 95.5],
  ["billsec dialog duration_conversation", "80", (data) => data.talkSeconds, 80],
  ["waiting waittime duration_waiting", "15", (data) => data.answeredAt, "2026-10-09T09:30:16.000Z", { date: noon }],
  ["E164 number_e164 caller caller_number callers_number userfield", phone, (data) => data.client.phone, phone],
  ["dst callee destination connected_with", phone, (data) => data.client.otherPhones[0], phone],
  ["dst callee destination", phone, (data) => data.line.phone, phone],
  ["callee full_num dst destination", phone, (data) => data.client.phone, phone, outgoing],
  ["E164 number_e164", phone, (data) => data.client.otherPhones[0], phone, outgoing],
  ["outbound_number caller caller_number", phone, (data) => data.line.phone, phone, outgoing],
  ["caller caller_number connected_with", "acme_101", (data) => data.agent?.sip, "acme_101", outgoing],
  ["n_alias scheme_name pool_name", "Kyiv", (data) => data.line.name, "Kyiv"],
  ["employee_id staffid staff_id", "331851", (data) => data.agent?.id, "331851"],
  ["employee_email", "agent@acme.test", (data) => data.agent?.email, "agent@acme.test"],
  ["extension_number employee_number additional_number", "101", (data) => data.agent?.extension, "101"],
  ["employee_extension employee_estension", "101", (data) => data.agent?.extension, "101"],
  ["employee_fio employee", "Sample Agent", (data) => data.agent?.name, "Sample Agent"],
  ["department", "Sales", (data) => data.agent?.department, "Sales"],
  ["recording_wav recording record_link record", url, (data) => data.recordingUrl, url],
  ["call_card call_card_link", url, (data) => data.cardUrl, url],
  ["proper_flag", "1", (data) => data.target, true],
  ["proper_flag", "0", (data) => data.target, false, { status: "PROPER" }],
  ["repeated_flag", "1", (data) => data.repeat, true],
  ["category_mark", "Service", (data) => data.rating?.category, "Service"],
  ["category_number", "5", (data) => data.rating?.value, "5"],
  ["employee_mark", "331851", (data) => data.rating?.by, "331851"],
  ["utm_source {{utm_source}} UTM-Source utmSource", "google", (data) => data.attribution.utmSource, "google"],
  ["utm_medium", "cpc", (data) => data.attribution.utmMedium, "cpc"],
  ["utm_campaign", "spring", (data) => data.attribution.utmCampaign, "spring"],
  ["utm_term", "crm", (data) => data.attribution.utmTerm, "crm"],
  ["utm_content", "banner", (data) => data.attribution.utmContent, "banner"],
  ["gclid", "g1", (data) => data.attribution.gclid, "g1"],
  ["client_id google_client_id ga_client_id", "123.456", (data) => data.attribution.gaClientId, "123.456"],
  ["dialogue_quality_score", "8,5", (data) => data.analysis?.score?.value, 8.5],
  ["dialogue_quality_details", "Polite", (data) => data.analysis?.summary, "Polite"],
  [
    "dialogue_quality_details",
    "Polite",
    (data) => data.analysis?.score?.details,
    "Polite",
    { dialogue_quality_score: 1 },
  ],
  ["brief_summary ai_summary call_summary summary", "Wants a price", (data) => data.analysis?.summary, "Wants a price"],
  ["customer_mood client_mood", "calm", (data) => data.analysis?.mood.client, "calm"],
  ["employee_mood", "calm", (data) => data.analysis?.mood.agent, "calm"],
  ["overall_mood", "calm", (data) => data.analysis?.mood.overall, "calm"],
  [
    "recommended_actions",
    "Call\n \nWrite",
    (data) => data.analysis?.nextSteps.map((step) => step.text),
    ["Call", "Write"],
  ],
  ["transcript_file transcript_url transcript", url, (data) => data.analysis?.transcriptUrl, url],
];

describe("Ringostat's name", () => {
  for (const [names, sent, see, expected, rest] of rows) {
    for (const name of names.split(" ")) {
      it(`${name} holds ${JSON.stringify(expected)}${rest === outgoing ? " of an outgoing call" : ""}`, () => {
        const without = readCall({ ...incoming, ...rest, call_id: "us1_-1.1" });
        assert.notDeepEqual(see(without.data), expected);
        assert.deepEqual(see(readCall({ ...incoming, ...rest, [name]: sent }).data), expected);
      });
    }
  }
});

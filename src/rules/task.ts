// The task of a call: who must call back or look after something, and by when.
import type { RecordRef } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { CreateWrite } from "../model/plan.ts";
import { attributionLabel } from "./attribution.ts";
import { agentLabel } from "./employee.ts";
import { escapeHtml, lines } from "./html.ts";
import type { Ownership } from "./owner.ts";

const hour = 3_600_000;

/** Ends a task's body: a write whose answer was lost is recognised by it. */
export function taskReference(key: string): string {
  return `Ref: ${key}`;
}

export function taskFor(
  event: CallEvent,
  row: MatrixRow,
  client: { name: string; phone: string },
  owner: Ownership,
  belongsTo: { what: "contact" | "deal"; ref: RecordRef }[],
): CreateWrite | null {
  if (row.task === "none") return null;
  const key = `${event.id}/task`;
  const call = event.data;
  const who = (call.agent && agentLabel(call.agent)) ?? "an employee whom the phone system did not name";
  const happenedAt = call.endedAt ?? call.startedAt ?? event.time;
  const texts = {
    call_back: {
      subject: call.outcome === "voicemail" ? `Call back ${client.name} (left a voicemail)` : `Call back ${client.name}`,
      type: "CALL",
      because: "nobody spoke with the client",
      text: `Missed call from ${client.phone}.`,
    },
    check_settings: {
      subject: `Check settings: ${who} is not mapped to a HubSpot owner`,
      type: "TODO",
      because: `${who} is not mapped to a HubSpot owner`,
      text: `${who} took a call with ${client.phone}. Map this employee on the Employees page of Hookswitch.`,
    },
    inform: {
      subject: `${who} spoke with ${client.name}`,
      type: "TODO",
      because: "another employee took the call",
      text: `${who} spoke with ${client.phone}. The call is on the timeline.`,
    },
  }[row.task];
  const source = attributionLabel(call.attribution);
  return {
    do: "create",
    what: "task",
    key,
    properties: {
      // A task's hs_timestamp is its due date.
      hs_timestamp: new Date(Date.parse(happenedAt) + row.dueHours * hour).toISOString(),
      hs_task_subject: texts.subject,
      hs_task_body: lines([escapeHtml(texts.text), source && `Advertising source: ${escapeHtml(source)}`, taskReference(key)]),
      hs_task_status: "NOT_STARTED",
      hs_task_priority: "HIGH",
      hs_task_type: texts.type,
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
    },
    associate: belongsTo,
    because: `${texts.because}; ${owner.because}`,
  };
}

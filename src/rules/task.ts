// The task of a call: who must call back or look after something, and by when.
import type { RecordRef } from "../model/crm.ts";
import type { CallData, CallEvent } from "../model/event.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { CreateWrite } from "../model/plan.ts";
import { attributionLabel } from "./attribution.ts";
import { isAnswered } from "./case.ts";
import { agentLabel } from "./employee.ts";
import { cut, escapeHtml, lines, paragraph } from "./html.ts";
import type { Ownership } from "./owner.ts";

const hour = 3_600_000;

interface Client {
  name: string;
  phone: string;
}

/** Ends a task's body: a write whose answer was lost is recognised by it. */
export function taskReference(key: string): string {
  return `Ref: ${key}`;
}

/** The key that a body of ours was written with. */
export function referenceIn(body: string): string | null {
  return /Ref: (\S+)$/.exec(body)?.[1] ?? null;
}

export function taskFor(
  event: CallEvent,
  row: MatrixRow,
  client: Client,
  owner: Ownership,
  belongsTo: { what: "contact" | "deal"; ref: RecordRef }[],
): CreateWrite | null {
  if (row.task === "none") return null;
  const key = `${event.id}/task`;
  const call = event.data;
  const happenedAt = call.endedAt ?? call.startedAt ?? event.time;
  const texts = textsOf(row.task, call, client);
  const source = attributionLabel(call.attribution);
  return {
    do: "create",
    what: "task",
    key,
    properties: {
      // A task's hs_timestamp is its due date.
      hs_timestamp: new Date(Date.parse(happenedAt) + row.dueHours * hour).toISOString(),
      hs_task_subject: texts.subject,
      // Outside the lines that may be cut: without its reference a task could be made twice.
      hs_task_body: `${lines([escapeHtml(texts.text), source && `Advertising source: ${escapeHtml(source)}`])}<br>${taskReference(key)}`,
      hs_task_status: "NOT_STARTED",
      hs_task_priority: "HIGH",
      hs_task_type: texts.type,
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
    },
    associate: belongsTo,
    because: `${texts.because}, and ${owner.because}`,
  };
}

/** Whoever owns the client answers what was written. */
export function answerTask(
  eventId: string,
  { at, text }: { at: string; text: string },
  row: MatrixRow,
  client: Client,
  owner: Ownership,
  belongsTo: { what: "contact" | "deal"; ref: RecordRef }[],
): CreateWrite | null {
  if (row.task === "none" || row.task === "check_settings") return null;
  const key = `${eventId}/task`;
  return {
    do: "create",
    what: "task",
    key,
    properties: {
      hs_timestamp: new Date(Date.parse(at) + row.dueHours * hour).toISOString(),
      hs_task_subject: cut(`Answer ${client.name}`, 200),
      hs_task_body: `${lines([paragraph(text)])}<br>${taskReference(key)}`,
      hs_task_status: "NOT_STARTED",
      hs_task_priority: "HIGH",
      hs_task_type: row.task === "call_back" ? "CALL" : "TODO",
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
    },
    associate: belongsTo,
    because: `a client waits for an answer, and ${owner.because}`,
  };
}

interface Texts {
  subject: string;
  text: string;
  type: "CALL" | "TODO";
  because: string;
}

function textsOf(task: "call_back" | "check_settings" | "inform", call: CallData, client: Client): Texts {
  const who = call.agent && agentLabel(call.agent);
  const spoke = isAnswered(call.outcome);
  const meeting = spoke ? `${who ?? "Somebody"} spoke with ${client.name}` : `Nobody spoke with ${client.name}`;
  if (task === "call_back") {
    const voicemail = call.outcome === "voicemail" ? " (left a voicemail)" : "";
    const because = spoke ? "the matrix asks for a call back" : "nobody spoke with the client";
    return { subject: `Call back ${client.name}${voicemail}`, text: whatHappened(call, client), type: "CALL", because };
  }
  if (task === "inform") {
    const because = spoke ? "the call shall be known to whoever is responsible" : "nobody spoke with the client";
    return {
      subject: meeting,
      text: `${whatHappened(call, client)} The call is on the timeline.`,
      type: "TODO",
      because,
    };
  }
  const unknown = who
    ? `${who} is not mapped to a HubSpot owner`
    : "the phone system does not say which employee was on the call";
  const advice = who
    ? "Map this employee on the Employees page of Hookswitch."
    : "Add the employee's e-mail or extension to what the phone system sends.";
  return {
    subject: `Check settings: ${unknown}`,
    text: `${whatHappened(call, client)} ${advice}`,
    type: "TODO",
    because: unknown,
  };
}

function whatHappened(call: CallData, client: Client): string {
  if (isAnswered(call.outcome))
    return `${(call.agent && agentLabel(call.agent)) ?? "Somebody"} spoke with ${client.phone}.`;
  const unreached = call.direction === "out" || call.outcome === "no_answer_by_client";
  return unreached ? `${client.phone} did not answer.` : `Missed call from ${client.phone}.`;
}

// Builds the events, contacts and rulebooks that the tests of the rules start from.
import assert from "node:assert/strict";
import type { z } from "zod";
import type { Contact, Deal, KnownCall, OpenTask, Owner, Snapshot } from "../../src/model/crm.ts";
import type { Employee } from "../../src/model/employee.ts";
import { type CallData, type CallEvent, callData } from "../../src/model/event.ts";
import { e164 } from "../../src/model/ids.ts";
import { type Matrix, recommendedMatrix } from "../../src/model/matrix.ts";
import type { CreateWrite, Plan, Write } from "../../src/model/plan.ts";
import { ourProperties } from "../../src/model/properties.ts";
import { noPropertyMap } from "../../src/model/property-map.ts";
import type { Rulebook } from "../../src/model/rulebook.ts";
import { type Settings, settings } from "../../src/model/settings.ts";
import { type ReadPhone, readPhone } from "../../src/rules/phone.ts";

export const clientPhone = "+380501234567";
export const linePhone = "+380441112233";

/** Anna and Boris answer calls, Tamara is the TOP manager; whoever has the id of `left` is no owner any more. */
export const anna: Owner = { id: "11", name: "Anna", email: "anna@acme.test" };
export const boris: Owner = { id: "12", name: "Boris", email: "boris@acme.test" };
export const tamara: Owner = { id: "13", name: "Tamara", email: "tamara@acme.test" };
export const left = "99";

export function employee(change: Partial<Employee> = {}): Employee {
  const nobody = { id: "e-1", name: "Anna", email: null, extension: null, providerId: null, sip: null, phone: null };
  return { ...nobody, ownerId: null, matchedBy: "none", ...change };
}

export function rulebook(
  change: Partial<Omit<Rulebook, "settings" | "matrix">> & {
    settings?: Partial<z.input<typeof settings>>;
    matrix?: Partial<Matrix>;
  } = {},
): Rulebook {
  const chosen = { defaultCountry: "UA", topManagerOwnerId: tamara.id, pipelineId: "sales", stageId: "new" };
  const names = (what: keyof typeof ourProperties) => ourProperties[what].map(({ name }) => name);
  return {
    employees: [
      employee({ id: "e-1", name: "Anna", extension: "101", ownerId: anna.id }),
      employee({ id: "e-2", name: "Boris", extension: "102", ownerId: boris.id }),
      employee({ id: "e-3", name: "Vera", extension: "103" }),
    ],
    directory: {
      owners: [anna, boris, tamara],
      pipelines: [{ id: "sales", label: "Sales", stages: [stage("first"), stage("new"), stage("won", true)] }],
      callOutcomes: [],
    },
    recordings: null,
    propertyMap: noPropertyMap,
    prepared: { contact: names("contact"), deal: names("deal"), call: names("call"), missing: [] },
    ...change,
    settings: settings.parse({ ...chosen, ...change.settings }) satisfies Settings,
    matrix: { ...recommendedMatrix, ...change.matrix },
  };
}

export function stage(id: string, closed = false) {
  return { id, label: id, closed };
}

type CallInput = Partial<z.input<typeof callData>>;

export function call(change: CallInput = {}): CallData {
  return callData.parse({
    callId: "c-1",
    direction: "in",
    outcome: "answered",
    client: { phone: clientPhone },
    line: { phone: linePhone },
    agent: { extension: "101" },
    startedAt: "2026-10-09T09:30:00.000Z",
    endedAt: "2026-10-09T09:31:35.000Z",
    talkSeconds: 80,
    totalSeconds: 95,
    attribution: {},
    ...change,
  });
}

/** A call of Anna's with a client, unless the change says otherwise. */
export function callEvent(change: CallInput = {}, envelope: Partial<Omit<CallEvent, "data">> = {}): CallEvent {
  const data = call(change);
  return {
    id: "event-1",
    provider: "generic",
    type: "call.completed",
    subject: `generic/${data.callId}`,
    time: "2026-10-09T09:31:35.000Z",
    receivedAt: "2026-10-09T09:31:36.000Z",
    ...envelope,
    data,
  };
}

export function deal(change: Partial<Deal> & { id?: string } = {}): Deal {
  const { id = "500", ...rest } = change;
  return {
    ref: { id },
    name: "Roof",
    open: true,
    ownerId: null,
    updatedAt: "2026-10-01T00:00:00.000Z",
    values: {},
    ...rest,
  };
}

export function contact(change: Partial<Contact> & { id?: string } = {}): Contact {
  const { id = "100", ...rest } = change;
  return {
    ref: { id },
    name: "Ivan Petrenko",
    phones: [clientPhone],
    emails: [],
    ownerId: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    lastActivityAt: null,
    values: { firstname: "Ivan", lastname: "Petrenko" },
    deals: [],
    companies: [],
    ...rest,
  };
}

/** HubSpot's contacts, each offered for every number it has, and the calls that were written before. */
export function snapshot(
  contacts: readonly Contact[] = [],
  calls: Record<string, KnownCall> = {},
  tasks: readonly [string, readonly OpenTask[]][] = [],
  told: readonly CallEvent[] = [],
): Snapshot {
  const numbers = new Set(contacts.flatMap(({ phones }) => phones.map((text) => phone(text).e164)));
  const holders = [...numbers].map((number) => [number, contacts.filter(({ phones }) => has(phones, number))] as const);
  const moments = Map.groupBy(told, ({ subject }) => subject);
  const addresses = new Set(contacts.flatMap(({ emails }) => emails));
  const byEmail = [...addresses].map(
    (email) => [email, contacts.filter(({ emails }) => emails.includes(email))] as const,
  );
  return {
    contacts: new Map(holders),
    byEmail: new Map(byEmail),
    companies: [],
    calls: new Map(Object.entries(calls)),
    customers: new Map(),
    moments,
    undecided: new Set(),
    standing: new Map(),
    customRecords: new Map(),
    openTasks: new Map(tasks),
  };
}

function has(phones: readonly string[], number: string): boolean {
  return phones.some((text) => phone(text).e164 === number);
}

export function phone(text: string): Extract<ReadPhone, { kind: "number" }> {
  const read = readPhone(text, "UA");
  assert.ok(read.kind === "number", `${text} is no phone number`);
  return { ...read, e164: e164.parse(read.e164) };
}

export function creates(plan: Plan): CreateWrite[] {
  return plan.writes.filter((write) => write.do === "create");
}

export function created(plan: Plan, what: Write["what"]): CreateWrite {
  const write = creates(plan).find((candidate) => candidate.what === what);
  assert.ok(write, `the plan creates no ${what}: ${JSON.stringify(plan)}`);
  return write;
}

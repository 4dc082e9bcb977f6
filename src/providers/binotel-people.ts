// Says who took a Binotel call, whom it went through and whose phones rang in vain.
import type { Agent, CallData, CallDirection } from "../model/event.ts";
import { binotelOutcome } from "./binotel-outcome.ts";
import { agentOf } from "./blank-call.ts";
import { isObject, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;
type People = Pick<CallData, "agent" | "rang" | "forwardedFrom">;

/** The history lists whom the call went to, one after the other. */
export function binotelPeople(details: Json, direction: CallDirection | null): People {
  const steps = listOrNumbered(details.historyData).map(objectOf);
  const took = steps.filter(isTaken).flatMap(employeesOf);
  const last = took.at(-1) ?? null;
  const before = took.findLast((agent) => !isSame(agent, last));
  const [named = null] = direction === "out" || isTaken(details) ? employeesOf(details) : namedOf(details);
  const agent = before ? last : (named ?? last);
  if (direction === "out") return { agent };
  const vain = steps.filter((step) => !isTaken(step)).flatMap(namedOf);
  const rang = vain.filter(
    (each, index) => !isSame(each, agent) && vain.findIndex((earlier) => isSame(earlier, each)) === index,
  );
  return { agent, ...(rang.length > 0 && { rang }), ...(before && { forwardedFrom: before }) };
}

/** A list that came in a form is an object with numbers for names. */
function listOrNumbered(value: unknown): unknown[] {
  return Array.isArray(value) || isObject(value) ? Object.values(value) : [];
}

function isTaken(part: Json): boolean {
  return binotelOutcome(part.disposition, null) === "answered";
}

function employeesOf(part: Json): Agent[] {
  const employee = objectOf(part.employeeData);
  const agent = agentOf({
    extension: textOf(part.internalNumber),
    name: textOf(employee.name),
    email: textOf(employee.email),
  });
  return agent ? [agent] : [];
}

/** Where nobody took the call the number may be a group's; an employee's comes with a name. */
function namedOf(part: Json): Agent[] {
  return employeesOf(part).filter(({ name, email }) => name !== null || email !== null);
}

function isSame(one: Agent, other: Agent | null): boolean {
  return other !== null && one.extension === other.extension && one.name === other.name;
}

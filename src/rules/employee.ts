// Which of our people took part in a call, and which HubSpot owner that is.
import type { Employee } from "../model/employee.ts";
import type { Agent } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isSameNumber, readPhone } from "./phone.ts";

export type Participant =
  | { kind: "owner"; ownerId: string; name: string }
  | { kind: "unmapped"; name: string }
  | { kind: "unsaid" };

function same(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
}

/** E-mail first: it is the one key that HubSpot shares. */
export function findEmployee(agent: Agent, employees: readonly Employee[], country: string | null): Employee | null {
  const phone = readPhone(agent.phone, country);
  return (
    employees.find((employee) => same(agent.email, employee.email)) ??
    employees.find((employee) => same(agent.id, employee.providerId)) ??
    employees.find((employee) => same(agent.extension, employee.extension)) ??
    employees.find((employee) => same(agent.sip, employee.sip)) ??
    employees.find(
      (employee) =>
        phone.kind === "number" && employee.phone !== null && isSameNumber(employee.phone, phone.e164, country),
    ) ??
    null
  );
}

/** How a person would name the agent: name, else e-mail, extension, SIP login, phone, id. */
export function agentLabel(agent: Agent): string | null {
  if (agent.name) return agent.name;
  if (agent.email) return agent.email;
  if (agent.extension) return `extension ${agent.extension}`;
  return agent.sip ?? agent.phone ?? (agent.id ? `employee ${agent.id}` : null);
}

export function participantOf(agent: Agent | null, rulebook: Rulebook): Participant {
  const label = agent && agentLabel(agent);
  if (!agent || label === null) return { kind: "unsaid" };
  const { owners } = rulebook.directory;
  // Extensions and logins change hands: the e-mail on the call says who it was, be it an employee's or an owner's.
  const isListed = rulebook.employees.some(({ email }) => same(agent.email, email));
  const named = isListed ? undefined : owners.find((candidate) => same(agent.email, candidate.email));
  if (named) return { kind: "owner", ownerId: named.id, name: named.name };
  const employee = findEmployee(agent, rulebook.employees, rulebook.settings.defaultCountry);
  // An owner who left HubSpot is no longer listed: his calls need new settings.
  const mapped = employee?.ownerId ? owners.find((owner) => owner.id === employee.ownerId) : undefined;
  const email = agent.email ?? employee?.email ?? null;
  const owner = mapped ?? (employee?.ownerId ? undefined : owners.find((candidate) => same(email, candidate.email)));
  return owner
    ? { kind: "owner", ownerId: owner.id, name: owner.name }
    : { kind: "unmapped", name: employee?.name ?? label };
}

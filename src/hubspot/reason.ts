// HubSpot's error → words that a person can act on. Details come under `errors`, or packed as JSON into the message.
import { z } from "zod";

const detail = z.looseObject({
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  message: z.string().catch(""),
  context: z.record(z.string(), z.unknown()).catch({}),
});

export interface ApiError {
  message: string;
  errors?: readonly unknown[] | undefined;
}

interface Problem {
  code: string;
  property: string;
}

/** Rules of the customer's own, which bind API writes since 2026-09. */
const requiredCodes = ["MISSING_REQUIRED_PROPERTY", "MISSING_CONDITIONAL_REQUIRED_PROPERTY"];

export function reasonOf(error: ApiError): string {
  const problems = problemsIn(error);
  const named = (codes: string[]) => listed(problems.filter(({ code }) => codes.includes(code)));
  const required = named(requiredCodes);
  if (required) {
    return `Your HubSpot requires a value for ${required}. Give it a default value in the settings, then replay this event.`;
  }
  const unknown = named(["PROPERTY_DOESNT_EXIST"]);
  if (unknown) {
    return `HubSpot has no property ${unknown}. Press “Check again” under HubSpot set-up in the settings, then replay this event.`;
  }
  return withoutJson(error.message).slice(0, 500).toWellFormed();
}

/** Names of the properties that HubSpot finds fault with, as far as it says. */
export function propertiesIn(error: ApiError): string[] {
  return [...new Set(problemsIn(error).map(({ property }) => property))];
}

function listed(problems: Problem[]): string {
  return [...new Set(problems.map(({ property }) => `“${property}”`))].join(", ");
}

function problemsIn({ message, errors = [] }: ApiError): Problem[] {
  const packed = z.array(detail).catch([]).parse(jsonWithin(message));
  return [...errors.map((error) => detail.parse(error)), ...packed].flatMap((problem) => {
    const properties = [problem.context.propertyName, problem.context.properties, problem.name].flat();
    const code = problem.code ?? problem.error ?? "";
    return properties.filter((property) => typeof property === "string").map((property) => ({ code, property }));
  });
}

function jsonWithin(message: string): unknown {
  const start = message.indexOf("[{");
  try {
    return start < 0 ? [] : JSON.parse(message.slice(start, message.lastIndexOf("]") + 1));
  } catch {
    return [];
  }
}

/** "Property values were not valid: [{…}]" reads better as its messages. */
function withoutJson(message: string): string {
  const packed = z.array(detail).catch([]).parse(jsonWithin(message));
  const words = packed.map((problem) => problem.message).filter((text) => text !== "");
  return words.length > 0 ? words.join("; ") : message;
}

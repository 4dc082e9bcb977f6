// Faults on demand: the next requests that match a pattern are delayed, answered with an error, or cut off.
import { invalid } from "../errors.ts";
import {
  isJsonObject,
  readObject,
  readOptionalFlag,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "./input.ts";

export interface Fault {
  match: string;
  times: number;
  status?: number | undefined;
  body?: unknown;
  headers: Record<string, string>;
  delayMs: number;
  /** Whether the fault strikes before the request is carried out, after it was, or instead of it for good. */
  effect: "before" | "after" | "none";
  drop: boolean;
}

export function readFault(value: unknown): Fault {
  const given = readObject(value, "fault");
  const effect = readOptionalText(given.effect, "effect") ?? "before";
  if (effect !== "before" && effect !== "after" && effect !== "none")
    throw invalid("effect must be before, after or none");
  const headers = isJsonObject(given.headers) ? given.headers : {};
  return {
    match: readText(given.match, "match"),
    times: readOptionalInteger(given.times, "times") ?? 1,
    status: readOptionalInteger(given.status, "status"),
    body: given.body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, readText(text, `header ${name}`)]),
    ),
    delayMs: readOptionalInteger(given.delayMs, "delayMs") ?? 0,
    effect,
    drop: readOptionalFlag(given.drop, "drop") ?? false,
  };
}

/** A fault that only delays lets the request take its course; any other one replaces the answer. */
export const replacesAnswer = (fault: Fault) => fault.drop || fault.status !== undefined || fault.body !== undefined;

export class Faults {
  readonly #waiting: { fault: Fault; pattern: RegExp }[] = [];

  add(fault: Fault): void {
    try {
      this.#waiting.push({ fault, pattern: new RegExp(`^(?:${fault.match})$`) });
    } catch {
      throw invalid(`match is not a regular expression: ${fault.match}`);
    }
  }

  list(): Fault[] {
    return this.#waiting.map(({ fault }) => fault);
  }

  /** The fault for this request, used up by one. The pattern may name the method or only the path. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(({ pattern }) => pattern.test(`${method} ${path}`) || pattern.test(path));
    if (!found) return undefined;
    found.fault.times -= 1;
    if (found.fault.times <= 0) this.#waiting.splice(this.#waiting.indexOf(found), 1);
    return found.fault;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

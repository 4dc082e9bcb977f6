// What an answer of a sender's API holds, cleaned as a delivery is: what is read of it goes into the database too.
import { parseJson } from "./payload.ts";
import { isObject } from "./values.ts";

/** null: it is no JSON object. */
export function answerOf(json: unknown): Record<string, unknown> | null {
  const cleaned = parseJson(JSON.stringify(json) ?? "");
  return "json" in cleaned && isObject(cleaned.json) ? cleaned.json : null;
}

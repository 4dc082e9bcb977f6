// Refuses texts that PostgreSQL cannot hold, NUL and halves of surrogate pairs, before any page meets them.
import type { RequestHandler } from "express";
import { tell } from "./answers.ts";

export function isStorable(value: unknown): boolean {
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === "string" && (next.includes("\0") || !next.isWellFormed())) return false;
    if (typeof next !== "object" || next === null) continue;
    for (const [name, inner] of Object.entries(next)) pending.push(name, inner);
  }
  return true;
}

export const storable: RequestHandler = (request, response, next) => {
  if (isStorable(request.body)) next();
  else
    tell(request, response, {
      status: 400,
      heading: "This could not be read",
      text: "A text holds a character that cannot be stored, such as NUL. Type it again by hand.",
    });
};

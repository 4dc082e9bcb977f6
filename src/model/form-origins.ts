// The pages whose scripts may send forms, by their origins: https://www.acme.test, without a path.
import { z } from "zod";

const most = 100;

/** As browsers write it in the header Origin; null: not an origin. */
function originIn(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { origin, username, password, pathname, search, hash } = new URL(text);
  return username + password + search + hash === "" && pathname === "/" ? origin : null;
}

/** A list, or lines of text. */
export const formOrigins = z
  .union([z.array(z.string()), z.string().transform((lines) => lines.split(/[\s,;]+/))])
  .transform((written, context) => {
    const origins = written.flatMap((text) => {
      const trimmed = text.trim();
      const origin = trimmed === "" ? [] : originIn(trimmed);
      if (origin === null) context.addIssue(`“${trimmed.slice(0, 100)}” must read like https://www.acme.test`);
      return origin ?? [];
    });
    const distinct = [...new Set(origins)];
    if (distinct.length > most) context.addIssue(`are more than ${most}`);
    return distinct;
  });

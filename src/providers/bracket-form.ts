// Reads a form whose field names hold brackets, as PHP writes nested data: callDetails[historyData][0][billsec].
import { parseJson } from "./payload.ts";

/** PHP itself reads no more (max_input_vars). */
const mostFields = 1_000;

/** A name with more brackets than any sender writes stays as it is. */
const bracketed = /^([^[]+)((?:\[[^[\]]*\]){1,8})$/;

type Branch = Map<string, string | Branch>;

/** Lists come out as objects with the keys "0", "1" and so on. */
export function readBracketForm(text: string): { json: unknown } | { unreadable: string } {
  const entries = [...new URLSearchParams(text)];
  if (entries.length > mostFields) return { unreadable: `The delivery has more than ${mostFields} fields.` };
  const root: Branch = new Map();
  for (const [name, value] of entries) place(root, pathOf(name), value);
  // Through JSON, because there it is checked and cleaned of what cannot be stored.
  return parseJson(JSON.stringify(objectOf(root)));
}

function pathOf(name: string): string[] {
  const [, outer, inner] = bracketed.exec(name) ?? [];
  return outer === undefined || inner === undefined ? [name] : [outer, ...inner.slice(1, -1).split("][")];
}

/** What comes later wins; empty brackets are the next number. */
function place(root: Branch, path: string[], value: string): void {
  let branch = root;
  for (const [depth, part] of path.entries()) {
    const key = part === "" ? String(branch.size) : part;
    if (depth === path.length - 1) {
      branch.set(key, value);
      return;
    }
    const known = branch.get(key);
    const next: Branch = known instanceof Map ? known : new Map();
    branch.set(key, next);
    branch = next;
  }
}

function objectOf(branch: Branch): Record<string, unknown> {
  return Object.fromEntries(
    [...branch].map(([name, value]) => [name, typeof value === "string" ? value : objectOf(value)]),
  );
}

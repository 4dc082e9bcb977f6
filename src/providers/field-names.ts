// Names a delivery's fields in a sentence, so that a person sees what came without its values.
import { cut } from "./values.ts";

const mostNamed = 20;

export function namedFields(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => cut(name, 40));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${more}`;
}

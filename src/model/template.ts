// A template: plain text in which {field.path} stands for a field of the event.

export type TemplatePart = { text: string } | { path: string };

const placeholder = /\{([^{}]+)\}/;

export function partsOf(template: string): TemplatePart[] {
  // Splitting by a pattern with a group gives text and group in turns.
  return template
    .split(placeholder)
    .map((part, index) => (index % 2 === 1 ? { path: part.trim() } : { text: part }))
    .filter((part) => "path" in part || part.text !== "");
}

export function pathsIn(template: string): string[] {
  return partsOf(template).flatMap((part) => ("path" in part ? [part.path] : []));
}

/** The field that the template is, where it is one and nothing else. */
export function onlyField(template: string): string | null {
  const [first, ...others] = partsOf(template.trim());
  return first && "path" in first && others.length === 0 ? first.path : null;
}

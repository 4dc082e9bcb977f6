// Values on their way into PostgreSQL as JSON: without what jsonb refuses, NUL characters and halves of surrogate pairs.

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? storable(inner) : inner));
}

export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

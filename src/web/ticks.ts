// Tick boxes as forms send them: an empty value that is always there, and beside it the values that were ticked.

/** Of several boxes: those that were ticked. What is no such thing is left to the schema. */
export function tickedOf(value: unknown): unknown {
  if (value === "") return [];
  return Array.isArray(value) ? value.filter((each) => each !== "") : value;
}

/** Of one box of the value "yes": whether it was ticked. */
export function isTicked(value: unknown): unknown {
  if (value === "") return false;
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === "yes" ? true : value;
}

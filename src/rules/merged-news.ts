// What is told of a call beside its course, by several moments: each part as it was told last.
import type { Agent, Analysis, CallData, CallEvent } from "../model/event.ts";

export function firstOf<Item, Value>(
  items: readonly Item[],
  field: (item: Item) => Value | null | undefined,
): Value | null {
  for (const item of items) {
    const value = field(item);
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** A category may come with the call and its mark later. */
export function mergedRating(inTime: readonly CallEvent[]): CallData["rating"] {
  const ratings = inTime.flatMap(({ data }) => data.rating ?? []);
  return ratings.reduce<CallData["rating"]>(
    (before, { category, value, by, scale }) => ({
      category: category ?? before?.category ?? null,
      value: value ?? before?.value ?? null,
      by: by ?? before?.by ?? null,
      ...((scale ?? before?.scale) && { scale: scale ?? before?.scale }),
    }),
    null,
  );
}

export function mergedAnalysis(inTime: readonly CallEvent[]): Analysis | null {
  const analyses = inTime.flatMap(({ data }) => data.analysis ?? []).toReversed();
  const [latest] = analyses;
  if (!latest) return null;
  const text = (field: (analysis: Analysis) => string | null) => firstOf(analyses, field);
  const list = <Item>(field: (analysis: Analysis) => Item[]) =>
    analyses.map(field).find((items) => items.length > 0) ?? [];
  return {
    summary: text(({ summary }) => summary),
    topics: list(({ topics }) => topics),
    nextSteps: list(({ nextSteps }) => nextSteps),
    mood: {
      client: text(({ mood }) => mood.client),
      agent: text(({ mood }) => mood.agent),
      overall: text(({ mood }) => mood.overall),
    },
    score: firstOf(analyses, ({ score }) => score),
    transcriptUrl: text(({ transcriptUrl }) => transcriptUrl),
  };
}

/** Each person once, in the order in which their phones rang. */
export function unitedAgents(agents: readonly Agent[]): Agent[] {
  return [...new Map(agents.map((agent) => [JSON.stringify(agent), agent])).values()];
}

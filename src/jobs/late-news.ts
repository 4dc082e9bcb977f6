// News that overtook its call: within a batch it is decided right after the call, in the order in which it came.
// Else it would wait for the next batch and be written over what came later.
import type { Event } from "../model/event.ts";

export function callsFirst(events: readonly Event[]): Event[] {
  const calls = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === "call.completed" && !calls.has(event.subject)) calls.set(event.subject, index);
  }
  const overtook = (event: Event, index: number) => index < (calls.get(event.subject) ?? -1);
  const early = Map.groupBy(
    events.filter((event, index) => overtook(event, index)),
    (event) => event.subject,
  );
  return events.flatMap((event, index) => {
    if (overtook(event, index)) return [];
    return calls.get(event.subject) === index ? [event, ...(early.get(event.subject) ?? [])] : [event];
  });
}

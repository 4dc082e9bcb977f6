// Builds the meetings that the tests of their texts start from.
import type { Event } from "../../src/model/event.ts";
import { type WholeMeeting, wholeMeeting } from "../../src/rules/whole-meeting.ts";

/** What was told in that second; every one of them is an event of its own. */
export function meetingEvent(second: number, data: Record<string, unknown> = {}): Event {
  const time = new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString();
  return {
    id: `event-${second}`,
    provider: "generic",
    type: "meeting.analyzed",
    subject: "generic/m-1",
    time,
    receivedAt: time,
    // As a provider stores it: JSON, that nobody has checked.
    data: JSON.parse(JSON.stringify({ meetingId: "m-1", ...data })),
  };
}

export function meeting(data: Record<string, unknown> = {}): WholeMeeting {
  return wholeMeeting([meetingEvent(0, data)]);
}

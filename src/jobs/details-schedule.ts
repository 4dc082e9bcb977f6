// When a sender is asked again for what it only announced: after 1, 2, 5, 10 and 30 minutes, then every hour for a day. Pure.
const minuteMs = 60_000;
const firstWaits = [1, 2, 5, 10, 30].map((minutes) => minutes * minuteMs);
const laterMs = 60 * minuteMs;
const patienceMs = 24 * laterMs;

/**
 * @param asked how often it was asked for, this time included
 * @returns null when it has been asked for long enough; what is asked for late, such as a replayed event or one whose key
 * was entered days later, has its first times nonetheless
 */
export function nextAsk(asked: number, receivedAt: Date, now: Date): Date | null {
  const firstWait = firstWaits[asked - 1];
  const next = new Date(now.getTime() + (firstWait ?? laterMs));
  const isTimely = next.getTime() <= receivedAt.getTime() + patienceMs;
  return firstWait !== undefined || isTimely ? next : null;
}

// What waits in a portal: how much, since when, and when it is expected to be written.

export interface Backlog {
  /** Events that could be written now; news that still waits for its call is not among them. */
  waiting: number;
  /** Since when the oldest of them waits. */
  oldest: Date | null;
  /** Events settled a minute, measured over the last minutes; null when none was. */
  perMinute: number | null;
  /** When the last of them is expected to be written; null when nobody can say. */
  endsAt: Date | null;
}

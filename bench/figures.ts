// What a measurement returns, and the arithmetic that all of them share.

/** One line of the table. */
export interface Row {
  what: string;
  unit: string;
  /** The median of the runs. */
  value: number;
  /** What it is measured against in the same run; null where there is nothing to compare with. */
  reference: { what: string; value: number } | null;
  target: string;
  /** null: told for comparison only. */
  met: boolean | null;
  runs: number;
  note: string;
  /** Each run's own figures, for the JSON. */
  each: readonly unknown[];
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that `percent` of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function max(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Three significant digits, thousands grouped: 0.0561, 47, 8,310. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(value >= 10 ? 3 : value >= 1 ? 3 : 2)));
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.max(0, ms)));
}

/** Asks until the answer is yes; a measurement that does not come to its end fails instead of hanging. */
export async function until(
  what: string,
  limitMs: number,
  everyMs: number,
  ask: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs / 1000} s in vain: ${what}.`);
    await pause(everyMs);
  }
}

/** Starts one thing after another at fixed times, whether or not those before have ended, as callers do. */
export async function evenly(
  count: number,
  everyMs: number,
  start: (index: number) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count && !isOver(); index++) {
    await pause(began + index * everyMs - performance.now());
    running.push(start(index));
  }
  await Promise.all(running);
}

/** Carries `count` things out, so many at a time. */
export async function atATime(width: number, count: number, start: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await start(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}

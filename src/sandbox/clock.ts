// The sandbox's clock: real time plus whatever the control API has advanced it by, and timers that run on it.

export interface Clock {
  now(): number;
  advance(milliseconds: number): void;
  advancedBy(): number;
  after(milliseconds: number, run: () => void): void;
  stop(): void;
}

interface Timer {
  at: number;
  run: () => void;
}

// setTimeout fires at once for delays above 2^31-1 ms, so longer ones are armed again in steps.
const LONGEST_STEP = 2 ** 31 - 1;

export function createClock(realTime: () => number = Date.now): Clock {
  let advanced = 0;
  let stopped = false;
  const timers = new Set<Timer>();
  const handles = new Set<NodeJS.Timeout>();
  const now = () => realTime() + advanced;

  function runDue(): void {
    const due = [...timers].filter((timer) => timer.at <= now()).sort((a, b) => a.at - b.at);
    for (const timer of due) {
      if (timers.delete(timer)) timer.run();
    }
  }

  function arm(timer: Timer): void {
    const handle = setTimeout(
      () => {
        handles.delete(handle);
        runDue();
        if (timers.has(timer) && !stopped) arm(timer);
      },
      Math.min(Math.max(timer.at - now(), 0), LONGEST_STEP),
    );
    handle.unref();
    handles.add(handle);
  }

  return {
    now,
    advancedBy: () => advanced,
    advance(milliseconds) {
      advanced += milliseconds;
      runDue();
    },
    after(milliseconds, run) {
      if (stopped) return;
      const timer = { at: now() + milliseconds, run };
      timers.add(timer);
      arm(timer);
    },
    stop() {
      stopped = true;
      timers.clear();
      for (const handle of handles) clearTimeout(handle);
      handles.clear();
    },
  };
}

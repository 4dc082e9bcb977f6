// Right of way between the lanes of one process: a lane with a backlog lets those with little to do go first, step by step.
// A batch of a hundred calls keeps processors and PostgreSQL busy for longer than a whole single call takes.

export interface Traffic {
  /** A lane begins to run; until it turns out to have a backlog, others give way to it. */
  enter(): Place;
  /** Whether lanes with little to do are running, or were a moment ago: the next one is then as likely as not. */
  isLight(): boolean;
}

export interface Place {
  /** Whether the lane has a full batch before it. */
  setBacklog(has: boolean): void;
  /** Asked before each step: resolves at once for a lane with little to do. */
  giveWay(): Promise<void>;
  leave(): void;
}

/** At every step a backlog waits so long at most, so that it moves on under any traffic. */
const longestMs = 100;

const momentMs = 200;

export function createTraffic(now: () => number): Traffic {
  let light = 0;
  let lastLight = Number.NEGATIVE_INFINITY;
  const waiting = new Set<() => void>();
  const change = (by: number): void => {
    light += by;
    lastLight = now();
    if (light === 0) for (const go of waiting) go();
  };
  return {
    isLight: () => light > 0 || now() - lastLight < momentMs,
    enter() {
      let isLight = true;
      change(1);
      const become = (next: boolean): void => {
        if (next !== isLight) change(next ? 1 : -1);
        isLight = next;
      };
      return {
        setBacklog: (has) => become(!has),
        leave: () => become(false),
        async giveWay() {
          if (isLight || light === 0) return;
          await new Promise<void>((done) => {
            const go = (): void => {
              clearTimeout(timer);
              waiting.delete(go);
              done();
            };
            const timer = setTimeout(go, longestMs);
            waiting.add(go);
          });
        },
      };
    },
  };
}

// Right of way between the lanes of one process: a lane with a backlog lets those with little to do go first, step by step.
// A batch of a hundred calls keeps processors and PostgreSQL busy for longer than a whole single call takes.

export interface Traffic {
  /** A lane begins to run; until it turns out to have a backlog, others give way to it. */
  enter(): Place;
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

export function createTraffic(): Traffic {
  let light = 0;
  const waiting = new Set<() => void>();
  const change = (by: number): void => {
    light += by;
    if (light === 0) for (const go of waiting) go();
  };
  return {
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

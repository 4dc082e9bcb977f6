// Runs a job again and again, never twice at a time; what goes wrong is logged and tried anew next time.
import type { Log } from "../log.ts";

/** @returns stops it, after the run under way */
export function every(ms: number, name: string, run: () => Promise<void>, log: Log): () => Promise<void> {
  let running: Promise<void> | null = null;
  const start = (): void => {
    running ??= run()
      .catch((error: unknown) =>
        log.warn({ job: name, error: error instanceof Error ? error.message : String(error) }, "job failed"),
      )
      .finally(() => {
        running = null;
      });
  };
  start();
  const timer = setInterval(start, ms);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

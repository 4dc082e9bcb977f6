// Keeps a sandbox's state in a file, so that records and tokens survive a restart.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { RequestHandler } from "express";
import { readObject } from "./api/input.ts";
import { dumpState, loadState } from "./control/state.ts";
import type { World } from "./world.ts";

// A state that is written this fast, in ms, is written after every request: a killed process loses nothing.
const FAST = 25;
// Long enough that a burst of requests is one write, short enough that a killed process loses next to nothing.
const SAVE_AFTER = 300;
// Writing a large state takes a while and blocks; at most a twentieth of the time is spent on it.
const REST = 20;

export interface StateFile {
  /** Loads what was kept; false when there is nothing yet. */
  load(): boolean;
  save(): void;
  /** Saves at once or soon after every request, for most of them change something. */
  afterRequests: RequestHandler;
}

export function stateFile(world: World, path: string): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let lastTook = 0;
  const save = () => {
    const started = performance.now();
    clearTimeout(timer);
    timer = undefined;
    // A rename is atomic: a process killed in the middle of writing leaves the last good file.
    const fresh = `${path}.new`;
    writeFileSync(fresh, JSON.stringify(dumpState(world)), { mode: 0o600 });
    renameSync(fresh, path);
    lastTook = performance.now() - started;
  };
  return {
    load() {
      if (!existsSync(path)) return false;
      loadState(world, readObject(JSON.parse(readFileSync(path, "utf8"))));
      return true;
    },
    save,
    afterRequests: (_request, response, next) => {
      response.once("close", () => {
        if (lastTook < FAST) save();
        else timer ??= setTimeout(save, Math.max(SAVE_AFTER, REST * lastTook)).unref();
      });
      next();
    },
  };
}

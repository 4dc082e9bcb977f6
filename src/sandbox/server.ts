// Starts a sandbox on a port and fills its first portal; the way in for everything outside this folder.
import { createServer } from "node:http";
import type { Express } from "express";
import { createApp } from "./app.ts";
import { type SeedObject, seed } from "./control/seed.ts";
import { setCalling } from "./control/switches.ts";
import { controlWebhooks } from "./control/webhook-control.ts";
import { demoLists, demoObjects } from "./data/demo.ts";
import { starterObjects } from "./data/starter.ts";
import { addList } from "./engine/list.ts";
import { createRandom } from "./random.ts";
import { stateFile } from "./state-file.ts";
import { createWorld, DEFAULT_LAG, FIRST_PORTAL, openPortal, type World } from "./world.ts";

/** empty: a portal without records; starter: a handful of contacts; demo: 2,000 contacts and 300 deals. */
export const SEED_NAMES = ["empty", "starter", "demo"] as const;
export type SeedName = (typeof SEED_NAMES)[number];

export const isSeedName = (name: string): name is SeedName => SEED_NAMES.some((known) => known === name);

export interface SandboxOptions {
  seed?: SeedName | undefined;
  /** Real time in milliseconds, for tests that hold it still. */
  clock?: (() => number) | undefined;
  randomSeed?: number | undefined;
  /** Where the state is kept between runs; without it, it is gone with the process. */
  stateFile?: string | undefined;
  /** Where webhooks go from the start; the control API can change it. */
  webhookUrl?: string | undefined;
  /** The app's urlToRetrieveAuthedRecording from the start. */
  recordingUrl?: string | undefined;
}

export interface RunningSandbox {
  url: string;
  port: number;
  close(): Promise<void>;
}

const SEEDS: Record<SeedName, (at: number) => SeedObject[]> = {
  empty: () => [],
  starter: starterObjects,
  demo: (at) => demoObjects(createRandom(2026), at),
};

function fill(world: World, name: SeedName): void {
  const portal = openPortal(world, FIRST_PORTAL, {});
  seed(portal, SEEDS[name](world.clock.now()));
  if (name === "demo") for (const list of demoLists()) addList(portal, list);
}

/** Back to the state after the start; the clock keeps what it was advanced by, for it must not run backwards. */
function reset(world: World, options: SandboxOptions): void {
  world.portals.clear();
  world.grants.clear();
  world.faults.clear();
  world.counters.reset();
  world.limits.reset();
  world.webhooks.clear();
  Object.assign(world.lag, DEFAULT_LAG);
  fill(world, options.seed ?? "starter");
  connectApp(world, options);
}

/** Where the app is reached. */
function connectApp(world: World, { webhookUrl, recordingUrl }: SandboxOptions): void {
  if (webhookUrl !== undefined) controlWebhooks(world, { targetUrl: webhookUrl });
  setCalling(world, { urlToRetrieveAuthedRecording: recordingUrl });
}

export function createSandbox(options: SandboxOptions = {}): { app: Express; world: World; stop(): void } {
  // Tokens kept from an earlier run must not be given out again, so there every run has another seed.
  const randomSeed = options.randomSeed ?? (options.stateFile === undefined ? undefined : Date.now());
  const world = createWorld({ realTime: options.clock, randomSeed });
  const file = options.stateFile === undefined ? undefined : stateFile(world, options.stateFile);
  if (!file?.load()) fill(world, options.seed ?? "starter");
  connectApp(world, options);
  const app = createApp(world, { reset: () => reset(world, options), first: file ? [file.afterRequests] : [] });
  const stop = () => {
    world.clock.stop();
    file?.save();
  };
  return { app, world, stop };
}

export async function startSandbox(
  options: SandboxOptions & { port: number; host?: string | undefined },
): Promise<RunningSandbox> {
  const { app, stop } = createSandbox(options);
  const server = createServer(app);
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    url: `http://${shown}:${port}`,
    port,
    async close() {
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
      stop();
    },
  };
}

// Every route of the app, read from Express's own router, so that a new one cannot be forgotten by the tests that walk them.
import { z } from "zod";
import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores } from "../../src/store/stores.ts";
import { health } from "../../src/web/health.ts";
import type { TestApp } from "../hookswitch.ts";

interface Layer {
  /** A handler of every method, such as a limit, names none. */
  route?: { path: string; stack: { method?: string | undefined }[] } | undefined;
  handle: { stack?: Layer[] | undefined };
}

const layer: z.ZodType<Layer> = z.lazy(() =>
  z.object({
    route: z.object({ path: z.string(), stack: z.array(z.object({ method: z.string().optional() })) }).optional(),
    handle: z.custom<{ stack?: Layer[] }>((handle) => typeof handle === "function"),
  }),
);

function routesIn(stack: unknown): string[] {
  return z
    .array(layer)
    .parse(stack)
    .flatMap(({ route, handle }) => {
      if (route) return route.stack.flatMap(({ method }) => (method ? [`${method.toUpperCase()} ${route.path}`] : []));
      return handle.stack ? routesIn(handle.stack) : [];
    });
}

function unasked(): never {
  throw new Error("Nothing is asked of this app but its routes.");
}

/** "POST /activity/:id/replay" and so on, sorted. */
export async function routesOf(app: TestApp): Promise<string[]> {
  const config = readConfig(app.env);
  const database = openDatabase(app.databaseUrl);
  const log = createLog("silent");
  const express = createApp(
    {
      config,
      database,
      stores: openStores(database, createCipher(config.encryptionKeys)),
      log,
      now: unasked,
      gatewayFor: unasked,
      queue: { wake: unasked, work: unasked, stop: unasked },
      oauth: { tokenUrl: `${app.sandbox.url}/oauth/2026-09/token`, introspect: unasked, forget: unasked },
      directory: unasked,
      preview: unasked,
      budget: { today: unasked, reconsider: unasked },
      backlog: unasked,
      metrics: createMetrics({ waiting: unasked, oldestSeconds: unasked, lanes: unasked }),
      live: { publish: unasked, follow: unasked },
      openRecording: unasked,
      recordUrl: unasked,
    },
    health(database),
    log,
  );
  await database.close();
  return [...new Set(routesIn(express.router.stack))].sort();
}

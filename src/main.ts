// The only builder: reads the configuration, starts web, worker or both, and drains on SIGTERM.
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp, createProbe } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { Disconnected } from "./errors.ts";
import { createGateways } from "./hubspot/hubspot.ts";
import { introspect } from "./hubspot/oauth.ts";
import { recordUrl, version } from "./hubspot/paths.ts";
import { createAccessTokens } from "./hubspot/tokens.ts";
import { currentBacklog } from "./jobs/backlog.ts";
import { createBudget } from "./jobs/budget.ts";
import { startCallLogs } from "./jobs/call-logs.ts";
import { startDetails } from "./jobs/details.ts";
import { every } from "./jobs/every.ts";
import { type Lane, runLane } from "./jobs/lane.ts";
import { previewPlan } from "./jobs/preview.ts";
import { publicAddresses, systemAddresses } from "./jobs/public-address.ts";
import { openQueue } from "./jobs/queue.ts";
import { createOpenRecording } from "./jobs/recording-source.ts";
import { currentDirectory } from "./jobs/rulebook.ts";
import { createSend } from "./jobs/secure-request.ts";
import { startSweep } from "./jobs/sweep.ts";
import { createTraffic } from "./jobs/traffic.ts";
import { startUpkeep } from "./jobs/upkeep.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { providers } from "./providers/index.ts";
import { close, listen } from "./server.ts";
import { openDatabase } from "./store/database.ts";
import { startEmbedded } from "./store/embedded.ts";
import { openLive } from "./store/live.ts";
import { migrate } from "./store/migrate.ts";
import { openNotices } from "./store/notices.ts";
import { createCipher } from "./store/secrets.ts";
import { openStores } from "./store/stores.ts";
import { toEvent } from "./web/accept.ts";
import type { Web } from "./web/context.ts";
import { health as createHealth } from "./web/health.ts";
import { keepListedCall } from "./web/listed-call.ts";

const clock = { now: () => Date.now(), sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)) };
const now = () => new Date(clock.now());

/** Pages show owners and pipelines as they are in HubSpot now, give or take one more click. */
const pageDirectoryMs = 5_000;
const storeCountsMs = 5_000;

export interface Running {
  /** Where to open it; null for a worker. */
  url: string | null;
  /** Accepting stops, the running batches end, then everything is closed. */
  stop(): Promise<void>;
}

export async function start(config: Config): Promise<Running> {
  const log = createLog(config.logLevel);
  const closing: (() => unknown)[] = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const embedded = config.databaseUrl ? null : await startEmbedded(config.dataFolder);
    if (embedded) closing.push(() => embedded.stop());
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? "";
    await migrate(databaseUrl);
    const database = openDatabase(databaseUrl);
    closing.push(() => database.close());

    if (config.sandboxPort !== null && config.role !== "worker") {
      const { startSandbox } = await import("./sandbox/server.ts");
      mkdirSync(config.dataFolder, { recursive: true });
      const sandbox = await startSandbox({
        port: config.sandboxPort,
        stateFile: join(config.dataFolder, "sandbox.json"),
        recordingUrl: `${config.baseUrl}/recordings/%s`,
      });
      closing.push(() => sandbox.close());
    }

    const stores = openStores(database, createCipher(config.encryptionKeys));
    const { clientId, clientSecret, apiUrl } = config.hubspot;
    const oauthApp = { clientId, clientSecret, apiUrl };
    const metrics = createMetrics({
      waiting: () => stores.backlog.waiting(),
      oldestSeconds: () => stores.backlog.oldestSeconds(now()),
      lanes: () => stores.backlog.lanes(now()),
    });
    const budget = createBudget(stores, now);
    const stopCounting = every(storeCountsMs, "request counts", () => budget.flush(), log);
    closing.push(() => stopCounting().then(() => budget.flush()));
    const tokens = createAccessTokens(oauthApp, stores.tokens, clock, metrics.tokenRefresh);
    const report: Parameters<typeof createGateways>[0]["report"] = (request) => {
      budget.heard(request.portalId);
      metrics.hubspotRequest(request.status);
      log.debug(request, "hubspot");
    };
    const gatewayFor = createGateways({ apiUrl, tokens, clock, report });
    const notices = openNotices(databaseUrl, database);
    closing.push(() => notices.close());
    const queue = await openQueue(databaseUrl, config.role, notices, log);
    closing.push(() => queue.stop());

    if (config.role !== "web") {
      const wakeLater: Lane["wakeLater"] = (portal, ms) => void setTimeout(() => queue.wake(portal), ms).unref();
      const isStopping = () => stopping;
      const { appId } = config.hubspot;
      const counted = metrics.batch;
      const traffic = createTraffic();
      const lane: Lane = { stores, gatewayFor, budget, traffic, log, appId, now, isStopping, counted, wakeLater };
      queue.work((portal) => runLane(portal, lane), isStopping);
      closing.push(startSweep(stores.events, queue.wake, now, log));
      closing.push(startUpkeep({ ...config, stores, now, log }));
      const asking = {
        stores,
        send: createSend((hostname) => publicAddresses(hostname, systemAddresses)),
        wake: queue.wake,
        clock: {
          now: clock.now,
          sleep: (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }),
        },
        log,
      };
      closing.push(
        startCallLogs({
          ...asking,
          providers: providers.flatMap((each) => (each.log ? [{ ...each, log: each.log }] : [])),
          keep: keepListedCall(stores.deliveries),
          counted: metrics.foundCalls,
          baseUrl: config.baseUrl,
          chance: Math.random,
        }),
        startDetails({
          ...asking,
          providers: providers.flatMap((each) => (each.details ? [{ ...each, details: each.details }] : [])),
          toEvent,
          counted: metrics.askedFor,
        }),
      );
    }
    const health = createHealth(database);
    if (config.role === "worker") {
      if (config.metricsPort === null) return { url: null, stop };
      const probe = await listen(createServer(createProbe(health, metrics, log)), config.metricsPort);
      closing.push(() => close(probe));
      return { url: null, stop };
    }

    const web: Web = {
      config,
      database,
      stores,
      gatewayFor,
      queue,
      log,
      now,
      oauth: {
        tokenUrl: `${apiUrl}/oauth/${version}/token`,
        introspect: (accessToken) => introspect(oauthApp, accessToken),
        forget: (portal) => tokens.forget(portal),
      },
      directory: (portal) => currentDirectory(portal, gatewayFor(portal.id), stores, now(), pageDirectoryMs),
      async preview(portalId, event) {
        const portal = await stores.portals.find(portalId);
        if (!portal) throw new Disconnected("This portal is not connected.");
        return previewPlan(portal, event, gatewayFor(portalId), stores, now());
      },
      budget,
      backlog: (portal) => currentBacklog(portal, stores.backlog, now()),
      metrics,
      live: openLive(notices),
      openRecording: createOpenRecording(async (hostname) =>
        config.production ? publicAddresses(hostname, systemAddresses) : null,
      ),
      recordUrl: (portal, of, id) => recordUrl(uiAddress(config, portal.uiDomain), portal.id, of, id),
    };
    const server = await listen(createServer(createApp(web, health, log)), config.port);
    closing.push(() => {
      health.drain();
      return close(server);
    });
    return { url: config.baseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Accounts live under their own host, such as app-eu1.hubspot.com; a stand-in for HubSpot has just one. */
function uiAddress(config: Config, uiDomain: string | null): string {
  return uiDomain && config.hubspot.appUrl === "https://app.hubspot.com"
    ? `https://${uiDomain}`
    : config.hubspot.appUrl;
}

if (import.meta.main) {
  process.stdout.write("Starting Hookswitch…\n");
  try {
    const config = readConfig(process.env);
    const running = await start(config);
    process.stdout.write(
      running.url ? `\n  Hookswitch is ready. Open ${running.url}\n\n` : "Hookswitch's worker is ready.\n",
    );
    let stopping = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (stopping) return;
        stopping = true;
        running.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
            process.exit(1);
          },
        );
      });
    }
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

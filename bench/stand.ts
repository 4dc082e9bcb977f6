// One stand to measure on: a fresh database, the local HubSpot and the app as deployed, the last two in own processes.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Database, openDatabase } from "../src/store/database.ts";
import { createCipher } from "../src/store/secrets.ts";
import { openStores, type Stores } from "../src/store/stores.ts";
import { freePort, Visitor } from "../test/hookswitch.ts";
import { until } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { type Program, startProgram } from "./processes.ts";

export interface Installed {
  portalId: string;
  /** The portal's admin, signed in. */
  admin: Visitor;
  /** The webhook address, for our own JSON. */
  hook: string;
}

export interface Stand {
  url: string;
  sandbox: { url: string };
  database: Database;
  stores: Stores;
  appPid(): number;
  install(portalId: string): Promise<Installed>;
  control<Answer>(path: string, body: unknown): Promise<Answer>;
  /** Requests of the portal that HubSpot has counted so far. */
  requests(portalId: string): Promise<number>;
  /** Resolves when none of these portals' events waits any more, and fails if one was not written. */
  settled(portalIds: readonly string[], limitMs: number): Promise<void>;
  restartApp(): Promise<void>;
  close(): Promise<void>;
}

export async function openStand(ground: Ground, role: "all" | "web" = "all"): Promise<Stand> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const { url: databaseUrl, drop } = await ground.createDatabase();
    closing.push(drop);
    const sandboxProgram = await startProgram("../src/sandbox/cli.ts", /HUBSPOT_API_URL=(\S+)/, {
      args: ["--port", "0", "--seed", "empty"],
    });
    closing.push(sandboxProgram.stop);
    const sandbox = { url: sandboxProgram.said[1] ?? "" };
    const key = randomBytes(32);
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const env = {
      NODE_ENV: "production",
      PORT: String(port),
      BASE_URL: url,
      ROLE: role,
      DATABASE_URL: databaseUrl,
      HUBSPOT_CLIENT_ID: "sandbox-client",
      HUBSPOT_CLIENT_SECRET: "sandbox-secret",
      HUBSPOT_APP_ID: "1",
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_APP_URL: sandbox.url,
      ENCRYPTION_KEYS: `bench:${key.toString("base64")}`,
      SESSION_SECRET: randomBytes(32).toString("hex"),
      LOG_LEVEL: "info",
    };
    const startApp = (): Promise<Program> =>
      startProgram("../src/main.ts", /is ready/, { env, nodeFlags: startFlags() });
    let app = await startApp();
    closing.push(() => app.stop());
    const database = openDatabase(databaseUrl, 5);
    closing.push(() => database.close());

    const control = async <Answer>(path: string, body: unknown): Promise<Answer> => {
      const response = await fetch(`${sandbox.url}/_sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Answer;
    };

    return {
      url,
      sandbox,
      database,
      stores: openStores(database, createCipher([{ id: "bench", key }])),
      appPid: () => app.pid,
      control,
      close,

      async install(portalId) {
        await control("portals", { portalId });
        const admin = new Visitor({ url, sandbox });
        const start = await admin.request("/install", { follow: false });
        const authorize = new URL(start.headers.get("location") ?? "");
        authorize.searchParams.set("consent", "auto");
        authorize.searchParams.set("portal_id", portalId);
        await (await admin.request(authorize.href, { headers: { accept: "text/html" } })).text();
        await admin.post("/settings", { defaultCountry: "UA", ownNumbers: ["+380441112233"] });
        const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
        return { portalId, admin, hook: hookOf(webhookUrl) };
      },

      async requests(portalId) {
        const answer = await fetch(`${sandbox.url}/_sandbox/counters`);
        const { portals } = (await answer.json()) as { portals: Record<string, { total: number }> };
        return portals[portalId]?.total ?? 0;
      },

      async settled(portalIds, limitMs) {
        const count = async (statuses: string[]): Promise<number> => {
          const sql = `SELECT count(*)::int AS n FROM "Event" WHERE "portalId" = ANY($1) AND "status" = ANY($2)`;
          return (await database.pool.query<{ n: number }>(sql, [portalIds, statuses])).rows[0]?.n ?? 0;
        };
        await until("events are still waiting", limitMs, 25, async () => (await count(["waiting"])) === 0);
        const unwritten = await count(["parked", "ignored"]);
        if (unwritten > 0) throw new Error(`${unwritten} events were not written.`);
      },

      async restartApp() {
        await app.stop();
        app = await startApp();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Node's options of `npm start`, and those of BENCH_NODE_FLAGS, such as --cpu-prof. */
function startFlags(): string[] {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  const words = `${scripts.start} ${process.env.BENCH_NODE_FLAGS ?? ""}`.split(/\s+/);
  return words.filter((word) => word.startsWith("--"));
}

/** By number, so that no time goes into looking localhost up. */
export function hookOf(webhookUrl: string): string {
  return `${webhookUrl.replace("//localhost:", "//127.0.0.1:")}/generic`;
}

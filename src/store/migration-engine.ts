// Applies migrations, and works out the SQL of the next one, with Prisma's engine in WebAssembly: the native one is a
// download from a host of its own. Runs in a worker thread (migrate.ts).
import { readdir, readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { type DiffTarget, type MigrationDirectory, type MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import type { MigrationAnswer } from "./migrate.ts";

const folder = new URL("../../prisma/", import.meta.url);
/** Any fixed number: two processes starting together must not migrate together. */
const migrationLock = 7_246_301;

async function migrationList(): Promise<MigrationList> {
  const names = (await readdir(new URL("migrations/", folder), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories: MigrationDirectory[] = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(new URL(`migrations/${path}/migration.sql`, folder), "utf8"),
        },
      },
    })),
  );
  return {
    baseDir: "migrations",
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(new URL("migrations/migration_lock.toml", folder), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

async function withEngine<T>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const schema = await readFile(new URL("schema.prisma", folder), "utf8");
  const engine = await SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, adapter);
  try {
    return await use(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

const filters = { externalTables: [], externalEnums: [] };

/** Applies what is missing; returns the names of the migrations applied. Safe to call from several processes at once. */
async function applyMissing(databaseUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    return await withEngine(databaseUrl, async (engine) => {
      const applied = await engine.applyMigrations({ migrationsList: await migrationList(), filters });
      return applied.appliedMigrationNames;
    });
  } finally {
    await lock.end();
  }
}

/**
 * The SQL from the schema as it was at the last migration (kept in prisma/migrations) to prisma/schema.prisma; "" when
 * they agree. Compares files, not databases, because the WebAssembly engine cannot describe a PostgreSQL 18 yet; any
 * database will do as the connection that the engine insists on.
 */
async function pendingSql(databaseUrl: string): Promise<string> {
  return withEngine(databaseUrl, async (engine) => {
    const [before, after] = await Promise.all([schemaAt("migrations/schema.prisma"), schemaAt("schema.prisma")]);
    const difference = await engine.diff({ from: before, to: after, script: true, exitCode: null, filters });
    const sql = difference.stdout ?? "";
    return sql.includes("This is an empty migration") ? "" : sql;
  });
}

async function schemaAt(path: string): Promise<DiffTarget> {
  try {
    return { tag: "schemaDatamodel", files: [{ path, content: await readFile(new URL(path, folder), "utf8") }] };
  } catch {
    return { tag: "empty" };
  }
}

const answer: MigrationAnswer =
  workerData.task === "migrate"
    ? { applied: await applyMissing(workerData.databaseUrl) }
    : { sql: await pendingSql(workerData.databaseUrl) };
parentPort?.postMessage(answer);

// Brings the database to the newest migration at start. In a thread of its own: the WebAssembly engine leaves a timer of
// 10 s and its memory behind, which go with the thread.
import { Worker } from "node:worker_threads";

export type MigrationAnswer = { applied: string[] } | { sql: string };

function ask(task: "migrate" | "compare", databaseUrl: string): Promise<MigrationAnswer> {
  const worker = new Worker(new URL("./migration-engine.ts", import.meta.url), { workerData: { task, databaseUrl } });
  return new Promise<MigrationAnswer>((done, fail) => {
    worker.once("message", done);
    worker.once("error", fail);
    worker.once("exit", () => fail(new Error("The migration ended without an answer.")));
  }).finally(() => worker.terminate());
}

/** Applies what is missing; returns the names of the migrations applied. Safe to call from several processes at once. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const answer = await ask("migrate", databaseUrl);
  return "applied" in answer ? answer.applied : [];
}

/** The SQL that schema.prisma needs beyond the migrations there are; "" when they agree. */
export async function pendingSql(databaseUrl: string): Promise<string> {
  const answer = await ask("compare", databaseUrl);
  return "sql" in answer ? answer.sql : "";
}

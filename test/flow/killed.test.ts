// `npm start` on a bare machine, its whole process tree killed without warning: it comes up by itself, everything kept.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort, type RunningApp, sandboxState, settled, Visitor } from "../hookswitch.ts";
import { classic } from "../ringostat.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
let folder: string;
let app: RunningApp;
let env: Record<string, string>;
let running: ChildProcess;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "hookswitch-killed-"));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  env = { PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_FOLDER: folder, LOG_LEVEL: "error" };
  app = { url: `http://localhost:${port}`, sandbox: { url: `http://localhost:${sandboxPort}` } };
  running = await startProcess();
});

after(async () => {
  running.kill("SIGKILL");
  for (const pid of await postgresProcesses()) process.kill(pid, "SIGKILL");
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Resolves when the process has said that it is ready. */
function startProcess(): Promise<ChildProcess> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main], {
    env: { PATH, HOME, ...env },
  });
  return new Promise((done, fail) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("is ready")) done(child);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("exit", (code) => fail(new Error(`It ended with ${code}: ${said}`)));
  });
}

/** The embedded server and its children: their command line or working folder names our data folder. */
async function postgresProcesses(): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, index) => lines[index]?.includes(folder)).map(Number);
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    child.once("exit", done);
  });
}

test("killed with everything it started, it starts again and still knows portal, settings, events and HubSpot's records", async () => {
  const admin = new Visitor(app);
  await admin.install();
  await admin.post("/settings", { placeholderName: "Kept {phone}" });
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  await fetch(webhookUrl, { method: "POST", body: new URLSearchParams(classic({ id: "before" })) });
  const before = await settled(admin);
  await admin.post("/settings/pause");
  await fetch(webhookUrl, {
    method: "POST",
    body: new URLSearchParams(classic({ id: "waiting", from: "380507654321" })),
  });

  // The sandbox keeps its state a moment after each request; HubSpot itself would not be killed along.
  const kept = join(folder, "sandbox.json");
  while (!(await readFile(kept, "utf8").catch(() => "")).includes('"hs_call_external_id":"before"'));
  const gone = ended(running);
  running.kill("SIGKILL");
  for (const pid of await postgresProcesses()) process.kill(pid, "SIGKILL");
  await gone;
  running = await startProcess();

  const settings = await admin.get<{ webhookUrl: string; placeholderName: string }>("/settings");
  assert.deepEqual(
    [settings.webhookUrl, settings.placeholderName],
    [webhookUrl, "Kept {phone}"],
    "the session still counts, too",
  );
  await admin.post("/settings/resume");
  const events = await settled(admin, 2);
  assert.deepEqual(
    events.map((event) => event.status),
    ["done", "done"],
  );
  assert.deepEqual(events[1]?.records, before[0]?.records);
  const { records } = await sandboxState(app.sandbox.url);
  const callers = records.filter((record) => record.type === "contacts").map((record) => record.properties.firstname);
  assert.ok(callers.includes("Kept +380501234567") && callers.includes("Kept +380507654321"), callers.join(", "));
});

test("killed alone, the database that outlived it is taken over", async () => {
  const gone = ended(running);
  running.kill("SIGKILL");
  await gone;
  assert.ok((await postgresProcesses()).length > 0, "PostgreSQL still runs");
  running = await startProcess();
  assert.equal((await fetch(`${app.url}/readyz`)).status, 200);
});

test("a second start on the same data says that the first one runs", async () => {
  await assert.rejects(startProcess(), /already runs/);
});

test("asked to stop, it ends its work and exits with 0", async () => {
  const gone = ended(running);
  running.kill("SIGTERM");
  assert.equal(await gone, 0);
  assert.deepEqual(await postgresProcesses(), []);
});

// The sandbox from the command line: it says where it is, takes a seed file, and ends when asked to.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LocalHubSpot } from "./local-hubspot.ts";

const CLI = fileURLToPath(new URL("../../src/sandbox/cli.ts", import.meta.url));

function run(...options: string[]) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CLI, ...options]);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const said = async (pattern: RegExp) => {
    while (!pattern.test(output)) await once(child.stdout, "data");
    return pattern.exec(output)?.[1] ?? "";
  };
  return { child, said, output: () => output };
}

test("it prints its address, serves the seed file and stops on SIGTERM", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "seed.json");
  writeFileSync(file, JSON.stringify({ objects: [{ type: "contacts", properties: { firstname: "Anna" } }] }));
  const { child, said } = run("--port", "0", "--seed", file);
  const hubspot = new LocalHubSpot(await said(/Sandbox CRM is at (http:\S+)/));
  hubspot.token = await hubspot.tokenFor("1001");
  const contacts = await hubspot.api("GET", "/crm/objects/2026-09/contacts");
  assert.equal(contacts.at("results.0.properties.firstname"), "Anna");
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("a seed that is none is refused with the usage", async () => {
  const { child, output } = run("--seed", "everything");
  assert.deepEqual(await once(child, "close"), [2, null]);
  assert.match(output(), /^Usage:/);
});

// The configuration: what production insists on, what a first try gets by itself, and how keys are read.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readConfig } from "../src/config.ts";

const folder = mkdtempSync(join(tmpdir(), "hookswitch-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const key = (seed: string) => createHash("sha256").update(seed).digest();
const base64 = (seed: string) => key(seed).toString("base64");

const production = {
  NODE_ENV: "production",
  BASE_URL: "https://hookswitch.example",
  DATABASE_URL: "postgresql://user:secret@db.example:5432/hookswitch",
  HUBSPOT_CLIENT_ID: "client",
  HUBSPOT_CLIENT_SECRET: "secret",
  HUBSPOT_APP_ID: "123",
  ENCRYPTION_KEYS: `one:${base64("one")}`,
  SESSION_SECRET: "s".repeat(32),
};

/** A folder of its own, so that no test writes secrets into the working folder. */
const local = (name: string, env: Record<string, string> = {}) =>
  readConfig({ DATA_FOLDER: join(folder, name), ...env });

/** The lines of the one message that names everything. */
function problems(env: Record<string, string>): string[] {
  try {
    readConfig({ DATA_FOLDER: join(folder, "unused"), ...env });
  } catch (error) {
    assert.ok(error instanceof Error);
    const [heading, ...lines] = error.message.split("\n");
    assert.equal(heading, "The configuration is not usable:");
    return lines.map((line) => line.trim());
  }
  throw new Error("The configuration was accepted.");
}

test("without anything set there is a working configuration with embedded database and sandbox", () => {
  const { encryptionKeys, sessionSecret, ...rest } = local("plain");
  assert.deepEqual(rest, {
    production: false,
    port: 3000,
    baseUrl: "http://localhost:3000",
    role: "all",
    databaseUrl: null,
    dataFolder: join(folder, "plain"),
    hubspot: {
      clientId: "sandbox-client",
      clientSecret: "sandbox-secret",
      appId: "1",
      apiUrl: "http://localhost:4010",
      appUrl: "http://localhost:4010",
    },
    sandboxPort: 4010,
    logLevel: "info",
    smtp: null,
    metricsPort: null,
  });
  assert.equal(encryptionKeys.length, 1);
  assert.equal(encryptionKeys[0].key.length, 32);
  assert.ok(sessionSecret.length >= 32);
});

test("empty variables count as not set", () => {
  const config = local("empty", {
    PORT: "",
    BASE_URL: "",
    ROLE: "",
    DATABASE_URL: "",
    SANDBOX_PORT: "",
    LOG_LEVEL: "",
    SESSION_SECRET: "",
  });
  assert.deepEqual([config.port, config.role, config.databaseUrl, config.logLevel], [3000, "all", null, "info"]);
  assert.ok(config.sessionSecret.length >= 32);
});

test("the base address follows the port, and loses a slash at its end", () => {
  assert.equal(local("plain", { PORT: "8080" }).baseUrl, "http://localhost:8080");
  assert.equal(local("plain", { BASE_URL: "https://hookswitch.example/" }).baseUrl, "https://hookswitch.example");
});

test("with an own HubSpot app the real HubSpot is used, and no sandbox is started", () => {
  const own = { HUBSPOT_CLIENT_ID: "client", HUBSPOT_CLIENT_SECRET: "secret", HUBSPOT_APP_ID: "77" };
  const config = local("plain", own);
  assert.deepEqual(config.hubspot, {
    clientId: "client",
    clientSecret: "secret",
    appId: "77",
    apiUrl: "https://api.hubapi.com",
    appUrl: "https://app.hubspot.com",
  });
  assert.equal(config.sandboxPort, null);
  assert.equal(local("plain", { ...own, HUBSPOT_API_URL: "http://localhost:9/" }).hubspot.apiUrl, "http://localhost:9");
  assert.equal(local("plain", { HUBSPOT_API_URL: "http://localhost:9" }).sandboxPort, null);
});

test("a complete production configuration is accepted, and writes no file", () => {
  const config = readConfig({ ...production, DATA_FOLDER: join(folder, "none") });
  assert.equal(config.production, true);
  assert.equal(config.sessionSecret, production.SESSION_SECRET);
  assert.deepEqual(config.encryptionKeys, [{ id: "one", key: key("one") }]);
  assert.throws(() => statSync(join(folder, "none")));
});

test("production names every missing variable in one message", () => {
  assert.deepEqual(
    problems({ NODE_ENV: "production" }),
    Object.keys(production)
      .filter((name) => name !== "NODE_ENV")
      .map((name) => `${name}: is missing`),
  );
});

test("weak and malformed values are named together with missing ones", () => {
  const { HUBSPOT_CLIENT_SECRET: _left, ...env } = production;
  const named = problems({
    ...env,
    PORT: "99999",
    ROLE: "king",
    BASE_URL: "http://hookswitch.example",
    DATABASE_URL: "mysql://db/x",
    HUBSPOT_APP_ID: "my-app",
    ENCRYPTION_KEYS: "one:c2hvcnQ=",
    SESSION_SECRET: "too short",
    LOG_LEVEL: "loud",
  }).map((line) => line.split(":")[0]);
  assert.deepEqual(named.toSorted(), [
    "BASE_URL",
    "DATABASE_URL",
    "ENCRYPTION_KEYS",
    "HUBSPOT_APP_ID",
    "HUBSPOT_CLIENT_SECRET",
    "LOG_LEVEL",
    "PORT",
    "ROLE",
    "SESSION_SECRET",
  ]);
});

test("no message shows a secret", () => {
  const secret = "hunter2";
  const text = problems({
    ...production,
    SESSION_SECRET: secret,
    ENCRYPTION_KEYS: `one:${secret}`,
    DATABASE_URL: `mysql://u:${secret}@x/y`,
  });
  assert.ok(!text.join("\n").includes(secret), text.join("\n"));
});

test("production over plain http is for the own machine only", () => {
  assert.equal(readConfig({ ...production, BASE_URL: "http://localhost:3000" }).baseUrl, "http://localhost:3000");
  assert.match(
    problems({ ...production, BASE_URL: "http://localhost.evil.example" }).join(),
    /BASE_URL: must begin with https/,
  );
});

test("half of a HubSpot app is a mistake, outside production too", () => {
  for (const half of ["HUBSPOT_CLIENT_ID", "HUBSPOT_CLIENT_SECRET"])
    assert.match(problems({ [half]: "x" }).join(), /HUBSPOT_CLIENT_(ID|SECRET): is missing/);
});

test("secrets of a first try are made once, kept for their owner only, and used again", () => {
  const first = local("kept");
  const path = join(folder, "kept", "secrets.json");
  const written = readFileSync(path, "utf8");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const second = local("kept");
  assert.deepEqual(second.encryptionKeys, first.encryptionKeys);
  assert.equal(second.sessionSecret, first.sessionSecret);
  assert.equal(readFileSync(path, "utf8"), written);
  assert.notEqual(local("another").sessionSecret, first.sessionSecret);
  const own = local("kept", { SESSION_SECRET: "mine".repeat(9) });
  assert.deepEqual([own.sessionSecret, own.encryptionKeys], ["mine".repeat(9), first.encryptionKeys]);
});

// Environment → typed Config. The only reader of process.env; names every missing or bad variable at once.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export interface EncryptionKey {
  id: string;
  key: Buffer;
}

export interface Config {
  production: boolean;
  port: number;
  baseUrl: string;
  role: "all" | "web" | "worker";
  /** null: start the embedded PostgreSQL in `dataFolder`. */
  databaseUrl: string | null;
  dataFolder: string;
  hubspot: { clientId: string; clientSecret: string; appId: string; apiUrl: string; appUrl: string };
  /** Set when the local sandbox stands in for HubSpot. */
  sandboxPort: number | null;
  encryptionKeys: [EncryptionKey, ...EncryptionKey[]];
  sessionSecret: string;
  logLevel: string;
  /** Null: no mail can be sent. */
  smtp: { url: string; from: string } | null;
  /** Where a worker alone answers /healthz and /metrics; null: nowhere. */
  metricsPort: number | null;
}

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));
const blank = (value: unknown) => (value === "" ? undefined : value);

const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.preprocess(blank, port.default(3000)),
  BASE_URL: z.preprocess(blank, url.optional()),
  ROLE: z.preprocess(blank, z.enum(["all", "web", "worker"]).default("all")),
  DATABASE_URL: z.preprocess(blank, z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  HUBSPOT_CLIENT_ID: z.preprocess(blank, z.string().optional()),
  HUBSPOT_CLIENT_SECRET: z.preprocess(blank, z.string().optional()),
  HUBSPOT_APP_ID: z.preprocess(blank, z.string().regex(/^\d+$/, "must be HubSpot's numeric app id").optional()),
  HUBSPOT_API_URL: z.preprocess(blank, url.optional()),
  HUBSPOT_APP_URL: z.preprocess(blank, url.optional()),
  SANDBOX_PORT: z.preprocess(blank, port.default(4010)),
  ENCRYPTION_KEYS: z.preprocess(blank, z.string().optional()),
  SESSION_SECRET: z.preprocess(blank, z.string().optional()),
  LOG_LEVEL: z.preprocess(
    blank,
    z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  ),
  SMTP_URL: z.preprocess(blank, z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: z.preprocess(
    blank,
    z
      .string()
      .regex(/^[^@\r\n]+@[^@\r\n]+$/, "must hold an e-mail address")
      .optional(),
  ),
  METRICS_PORT: z.preprocess(blank, port.optional()),
  DATA_FOLDER: z.preprocess(blank, z.string().default(".data")),
});

/** @throws Error with one message that names every variable that is missing or bad */
export function readConfig(env: Record<string, string | undefined>): Config {
  const read = environment.safeParse(env);
  const problems: string[] = read.success
    ? []
    : read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const production = env.NODE_ENV === "production";
  problems.push(...(production ? missingInProduction(env) : halfAnApp(env)));
  if (env.SMTP_URL && !env.MAIL_FROM) problems.push("MAIL_FROM: is missing, though SMTP_URL is set");
  const keys = env.ENCRYPTION_KEYS ? parseKeys(env.ENCRYPTION_KEYS, problems) : [];
  if (!read.success || problems.length > 0)
    throw new Error(`The configuration is not usable:\n  ${problems.join("\n  ")}`);

  const values = read.data;
  const ownHubSpot = values.HUBSPOT_CLIENT_ID !== undefined && values.HUBSPOT_CLIENT_SECRET !== undefined;
  const sandboxUrl = `http://localhost:${values.SANDBOX_PORT}`;
  const generated = keys.length > 0 && values.SESSION_SECRET ? null : localSecrets(values.DATA_FOLDER);
  const [firstKey = { id: "local", key: Buffer.from(generated?.encryptionKey ?? "", "base64") }, ...otherKeys] = keys;
  return {
    production,
    port: values.PORT,
    baseUrl: values.BASE_URL ?? `http://localhost:${values.PORT}`,
    role: values.ROLE,
    databaseUrl: values.DATABASE_URL ?? null,
    dataFolder: values.DATA_FOLDER,
    hubspot: {
      clientId: values.HUBSPOT_CLIENT_ID ?? "sandbox-client",
      clientSecret: values.HUBSPOT_CLIENT_SECRET ?? "sandbox-secret",
      appId: values.HUBSPOT_APP_ID ?? "1",
      apiUrl: values.HUBSPOT_API_URL ?? (ownHubSpot ? "https://api.hubapi.com" : sandboxUrl),
      appUrl: values.HUBSPOT_APP_URL ?? (ownHubSpot ? "https://app.hubspot.com" : sandboxUrl),
    },
    sandboxPort: ownHubSpot || values.HUBSPOT_API_URL ? null : values.SANDBOX_PORT,
    encryptionKeys: [firstKey, ...otherKeys],
    sessionSecret: values.SESSION_SECRET ?? generated?.sessionSecret ?? "",
    logLevel: values.LOG_LEVEL,
    smtp: values.SMTP_URL && values.MAIL_FROM ? { url: values.SMTP_URL, from: values.MAIL_FROM } : null,
    metricsPort: values.METRICS_PORT ?? null,
  };
}

const requiredInProduction = [
  "BASE_URL",
  "DATABASE_URL",
  "HUBSPOT_CLIENT_ID",
  "HUBSPOT_CLIENT_SECRET",
  "HUBSPOT_APP_ID",
  "ENCRYPTION_KEYS",
  "SESSION_SECRET",
];

function missingInProduction(env: Record<string, string | undefined>): string[] {
  const problems = requiredInProduction.filter((name) => !env[name]).map((name) => `${name}: is missing`);
  if (env.SESSION_SECRET && env.SESSION_SECRET.length < 32)
    problems.push("SESSION_SECRET: needs at least 32 characters");
  if (
    env.BASE_URL &&
    !/^https:\/\//.test(env.BASE_URL) &&
    !/^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(env.BASE_URL)
  ) {
    problems.push("BASE_URL: must begin with https:// (HubSpot accepts nothing else as a redirect address)");
  }
  return problems;
}

/** One of the two alone would send people to the sandbox under a name that it does not know. */
function halfAnApp(env: Record<string, string | undefined>): string[] {
  const missing = ["HUBSPOT_CLIENT_ID", "HUBSPOT_CLIENT_SECRET"].filter((name) => !env[name]);
  return missing.length === 1
    ? [`${missing[0]}: is missing, though the other half of the app's credentials is set`]
    : [];
}

/** `id:base64(32 bytes)`, comma-separated; or the bare hexadecimal secret that Heroku generates for app.json. */
function parseKeys(list: string, problems: string[]): EncryptionKey[] {
  const keys = list.split(",").map((entry) => {
    if (/^[0-9a-f]{64,}$/i.test(entry.trim()))
      return { id: "generated", key: createHash("sha256").update(entry.trim()).digest() };
    const [id = "", encoded = ""] = entry.trim().split(/:(.*)/s);
    const key = Buffer.from(encoded, "base64");
    if (!/^[\w-]{1,32}$/.test(id))
      problems.push("ENCRYPTION_KEYS: each key is written id:base64, the id of letters and digits");
    else if (key.length !== 32 || !/^[\w+/-]+=*$/.test(encoded))
      problems.push(`ENCRYPTION_KEYS: key "${id}" must be 32 bytes in base64 (openssl rand -base64 32)`);
    return { id, key };
  });
  const twice = keys.find(({ id }, index) => keys.findIndex((other) => other.id === id) !== index);
  if (twice)
    problems.push(
      `ENCRYPTION_KEYS: the id "${twice.id}" is there twice; stored values would be read with the first only`,
    );
  return keys;
}

const localSecretsFile = z.object({ encryptionKey: z.string(), sessionSecret: z.string() });

/** Secrets made once for a first try, kept beside the embedded database so that a restart can still read its tokens. */
function localSecrets(folder: string): z.infer<typeof localSecretsFile> {
  const path = join(folder, "secrets.json");
  if (existsSync(path)) return localSecretsFile.parse(JSON.parse(readFileSync(path, "utf8")));
  mkdirSync(folder, { recursive: true });
  const made = {
    encryptionKey: randomBytes(32).toString("base64"),
    sessionSecret: randomBytes(32).toString("base64url"),
  };
  const draft = `${path}.${createHash("sha256").update(made.sessionSecret).digest("hex").slice(0, 8)}`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return made;
}

// The sandbox from the command line: npm run sandbox -- --seed demo --port 4010
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isSeedName, SEED_NAMES, startSandbox } from "./server.ts";

const USAGE = `Usage: npm run sandbox -- [--port 4010] [--host 127.0.0.1] [--seed ${SEED_NAMES.join("|")}|FILE.json]
                              [--state FILE] [--webhooks URL] [--recordings URL]
`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    host: { type: "string" },
    seed: { type: "string", default: "starter" },
    state: { type: "string" },
    webhooks: { type: "string" },
    recordings: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const port = Number(values.port);
const seedFile = values.seed.endsWith(".json") ? values.seed : undefined;
const seed = seedFile === undefined ? values.seed : "empty";
if (values.help || !isSeedName(seed) || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const { host, state: stateFile, webhooks: webhookUrl, recordings: recordingUrl } = values;
const sandbox = await startSandbox({ port, host, seed, stateFile, webhookUrl, recordingUrl });
if (seedFile !== undefined) {
  // The file holds what the control API takes: {"objects": [...], "lists": [...]}.
  const seeded = await fetch(`${sandbox.url}/_sandbox/seed`, { method: "POST", body: readFileSync(seedFile) });
  if (!seeded.ok) {
    process.stdout.write(`${seedFile} was refused: ${await seeded.text()}\n`);
    process.exit(1);
  }
}
process.stdout.write(`Sandbox CRM is at ${sandbox.url}

  HUBSPOT_API_URL=${sandbox.url}
  HUBSPOT_APP_URL=${sandbox.url}
  HUBSPOT_CLIENT_ID=sandbox-client
  HUBSPOT_CLIENT_SECRET=sandbox-secret
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

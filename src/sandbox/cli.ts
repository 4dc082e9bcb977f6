// The sandbox from the command line: npm run sandbox -- --seed demo --port 4010
import { parseArgs } from "node:util";
import { isSeedName, SEED_NAMES, startSandbox } from "./server.ts";

const USAGE = `Usage: npm run sandbox -- [--port 4010] [--host 127.0.0.1] [--seed ${SEED_NAMES.join("|")}] [--state FILE]
`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    host: { type: "string" },
    seed: { type: "string", default: "starter" },
    state: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const port = Number(values.port);
if (values.help || !isSeedName(values.seed) || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const sandbox = await startSandbox({ port, host: values.host, seed: values.seed, stateFile: values.state });
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

// Generates the Prisma client after install, without the schema engine that Prisma would otherwise download.
import { spawnSync } from "node:child_process";

const generated = spawnSync("prisma", ["generate"], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
});
process.exit(generated.status ?? 1);

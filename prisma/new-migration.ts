// Writes the next migration: npm run migration -- <name>. Compares schema.prisma with the schema at the last migration.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { startEmbedded } from "../src/store/embedded.ts";
import { pendingSql } from "../src/store/migrate.ts";

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("Usage: npm run migration -- <name>   (lower-case letters, digits and _)\n");
  process.exit(2);
}
const database = await startEmbedded(".data/migration");
const sql = await pendingSql(database.url).finally(() => database.stop());
if (sql === "") {
  process.stdout.write("The migrations already give what schema.prisma says.\n");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = new URL(`migrations/${stamp}_${name}/`, import.meta.url);
  await mkdir(folder);
  await writeFile(new URL("migration.sql", folder), sql);
  await copyFile(new URL("schema.prisma", import.meta.url), new URL("migrations/schema.prisma", import.meta.url));
  process.stdout.write(`Wrote prisma/migrations/${stamp}_${name}/migration.sql\n`);
}
process.exit(0);

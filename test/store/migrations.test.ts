// The migrations and the schema say the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { migrate, pendingSql } from "../../src/store/migrate.ts";
import { createDatabase } from "../database.ts";

test("the migrations give exactly what schema.prisma says, and applying them again changes nothing", async () => {
  const url = await createDatabase();
  assert.deepEqual(await migrate(url), []);
  assert.equal(await pendingSql(url), "");
});

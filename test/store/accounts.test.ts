// Access to a provider's API: kept encrypted, each portal its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Ground, newPortal, openGround } from "../jobs/setup.ts";

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

const account = { accountSid: "AC1", authToken: "very secret" };

test("what was saved is found again, in the table it cannot be read", async () => {
  const { accounts } = ground.stores;
  const { id } = await newPortal(ground);
  await accounts.save(id, "acme", account);
  assert.deepEqual(await accounts.find(id, "acme"), account);
  const { rows } = await ground.database.pool.query<{ account: string }>('SELECT "account" FROM "ProviderAccount"');
  assert.ok(rows.every((row) => !row.account.includes("secret") && !row.account.includes("AC1")));
});

test("another portal and another provider have none", async () => {
  const { accounts } = ground.stores;
  const { id } = await newPortal(ground);
  const other = await newPortal(ground);
  await accounts.save(id, "acme", account);
  assert.equal(await accounts.find(other.id, "acme"), null);
  assert.equal(await accounts.find(id, "other"), null);
  await accounts.remove(other.id, "acme");
  assert.deepEqual(await accounts.names(id), ["acme"]);
  assert.deepEqual(await accounts.names(other.id), []);
});

test("saving replaces, removing removes", async () => {
  const { accounts } = ground.stores;
  const { id } = await newPortal(ground);
  await accounts.save(id, "acme", account);
  await accounts.save(id, "acme", { accountSid: "AC2" });
  await accounts.save(id, "best", account);
  assert.deepEqual(await accounts.find(id, "acme"), { accountSid: "AC2" });
  assert.deepEqual(await accounts.names(id), ["acme", "best"]);
  await accounts.remove(id, "acme");
  assert.equal(await accounts.find(id, "acme"), null);
});

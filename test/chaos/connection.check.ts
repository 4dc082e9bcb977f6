// The database fails in the middle of a batch: what was decided is carried on, and no event is blamed for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sandboxState, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { classic } from "../ringostat.ts";
import { query } from "./postgres.ts";

let app: TestApp;
let admin: Visitor;
let hook: string;

before(async () => {
  app = await startApp();
  admin = new Visitor(app);
  await admin.install();
  await admin.post("/settings", { defaultCountry: "UA" });
  hook = (await admin.get<{ webhookUrl: string }>("/settings")).webhookUrl;
});
after(() => app?.stop());

/** The next updates of the ledger fail; a sequence counts on even when they are rolled back. */
async function spoilUpdates(times: number, how: string): Promise<void> {
  await query(app.databaseUrl, "DROP SEQUENCE IF EXISTS spoiled");
  await query(app.databaseUrl, "CREATE SEQUENCE spoiled");
  await query(
    app.databaseUrl,
    `CREATE OR REPLACE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF nextval('spoiled') <= ${times} THEN ${how}; END IF;
       RETURN NULL;
     END $$`,
  );
  await query(
    app.databaseUrl,
    `CREATE OR REPLACE TRIGGER spoil AFTER UPDATE ON "LedgerEntry" FOR EACH STATEMENT EXECUTE FUNCTION spoil()`,
  );
}

const failures = [
  { what: "its connections broke", times: 2, how: "PERFORM pg_terminate_backend(pg_backend_pid())", attempts: 7 },
  { what: "a statement of the batch failed", times: 1, how: "RAISE EXCEPTION 'odd'", attempts: 0 },
];

for (const [index, { what, times, how, attempts }] of failures.entries()) {
  test(`a batch is written whole after ${what}`, async () => {
    await admin.post("/settings/pause");
    for (const call of [2 * index, 2 * index + 1]) {
      const body = new URLSearchParams(classic({ id: `broken-${call}`, from: `38050${5_000_000 + call}` }));
      await fetch(hook, { method: "POST", body });
    }
    await query(app.databaseUrl, `UPDATE "Event" SET "attempts" = $1`, [attempts]);
    await spoilUpdates(times, how);
    await admin.post("/settings/resume");
    const events = await settled(admin, 2 * (index + 1));
    assert.deepEqual(
      events.slice(0, 2).map(({ status, because }) => (status === "done" ? status : because)),
      ["done", "done"],
    );
    const { records } = await sandboxState(app.sandbox.url);
    const counts = ["contacts", "deals", "calls"].map(
      (type) => records.filter((record) => record.type === type).length,
    );
    assert.deepEqual(counts, Array(3).fill(2 * (index + 1)));
  });
}

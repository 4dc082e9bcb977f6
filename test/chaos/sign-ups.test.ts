// The sign-up pipeline, killed with -9 at every step of it, before HubSpot got the request and after it had carried it out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, type SandboxRecord, sandboxState } from "../hookswitch.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { settled } from "./run.ts";
import { until } from "./until.ts";

let postgres: Postgres;
let fleet: Fleet;

/** Each holds up one portal's pipeline; the last portal is held up by none. */
const steps = [
  "POST /crm/objects/.*/companies/batch/create",
  "POST /crm/objects/.*/contacts/batch/create",
  "POST /crm/associations/.*/contacts/companies/batch/create",
];
const held = [
  { effect: "none", status: 503, delayMs: 120_000 },
  { effect: "after", delayMs: 120_000 },
];

before(async () => {
  postgres = await startPostgres();
  const portals = steps.length * held.length + 1;
  fleet = await startFleet(postgres, { database: "sign_ups", roles: ["web", "worker"], portals });
});
after(async () => {
  await fleet?.close();
  await postgres?.close();
});

function signUp(index: number): string {
  const data = {
    customer_id: "u-1",
    person: { name: "Olha Client", email: `olha@client${index}.test` },
    company: { name: `Client ${index}`, domain: `client${index}.test` },
  };
  return JSON.stringify({ type: "customer.registered", id: "s-1", time: "2026-11-20T10:00:00Z", data });
}

test("killed between any two steps it ends in one company, one contact and one association", async () => {
  const sandbox = { url: "", sandbox: fleet.sandbox };
  for (const match of steps) for (const fault of held) await control(sandbox, "faults", { match, times: 1, ...fault });
  for (const [index, hook] of fleet.hooks.entries()) {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${fleet.urls[0]}${hook}/generic`, { method: "POST", headers, body: signUp(index) });
    assert.equal(answer.status, 200);
  }
  await until("every step holds up two portals", 60_000, async () => {
    const reached = await Promise.all(fleet.portalIds.map(progress));
    // Stopped before and after company, contact and association; one went through.
    return reached.toSorted().join(" ") === "0 1 1 2 2 3 3";
  });
  const [worker] = fleet.workers;
  await worker?.kill();
  await worker?.start();
  await settled(fleet);
  for (const portalId of fleet.portalIds) {
    const { records, links } = await sandboxState(fleet.sandbox.url, portalId);
    const [companies, contacts] = [ofType(records, "companies"), ofType(records, "contacts")];
    assert.deepEqual([companies.length, contacts.length], [1, 1], portalId);
    const between = links.filter(([type, , other]) => type === "contacts" && other === "companies");
    assert.equal(between.length, 1, portalId);
  }
});

/** How many of the three steps HubSpot has carried out. */
async function progress(portalId: string): Promise<number> {
  const { records, links } = await sandboxState(fleet.sandbox.url, portalId);
  const linked = links.some(([type, , other]) => type === "contacts" && other === "companies");
  return ofType(records, "companies").length + ofType(records, "contacts").length + Number(linked);
}

function ofType(records: readonly SandboxRecord[], type: string): SandboxRecord[] {
  return records.filter((record) => record.type === type);
}

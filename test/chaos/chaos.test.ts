// The chaos run in a short form: one seed, some two hundred deliveries, a handful of disturbances.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runChaos } from "./run.ts";

test("killed processes, a restarted database and HubSpot's failures leave the same records as an undisturbed run", async (context) => {
  const report = (line: string) => context.diagnostic(line);
  const result = await runChaos({ seed: 11, deliveries: 200, portals: 2, extent: "short", report });
  assert.deepEqual(result.problems, []);
});

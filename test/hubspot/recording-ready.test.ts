// The gateway announces a recording, with the same care as any other write.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../src/errors.ts";
import { createGateways } from "../../src/hubspot/hubspot.ts";
import { portalId } from "../../src/model/ids.ts";
import { localHubSpot } from "../sandbox/local-hubspot.ts";

test("a recording is announced by its call's id, and not without leave to write", async (t) => {
  const hubspot = await localHubSpot(t);
  const call = await hubspot.create("calls", {
    hs_timestamp: "2026-11-22T10:00:00Z",
    hs_call_source: "INTEGRATIONS_PLATFORM",
    hs_call_app_id: "1",
    hs_call_external_id: "c-1",
    hs_call_external_account_id: "a-1",
  });
  const seen: string[] = [];
  const gatewayFor = createGateways({
    apiUrl: hubspot.url,
    tokens: { get: async () => hubspot.token, forget: () => undefined },
    clock: { now: () => Date.now(), sleep: async () => undefined },
    report: ({ method, path, status }) => void seen.push(`${method} ${path} ${status}`),
  });
  const portal = portalId.parse("1001");
  await gatewayFor(portal).recordingReady(call);
  assert.deepEqual(seen, ["POST /crm/extensions/calling/2026-09/recordings/ready 204"]);
  await assert.rejects(gatewayFor(portal).recordingReady("99999"), Refused);
  const denied = gatewayFor(portal, () => Promise.reject(new Error("another run has begun")));
  await assert.rejects(denied.recordingReady(call), /another run/);
  assert.equal(seen.length, 2);
});

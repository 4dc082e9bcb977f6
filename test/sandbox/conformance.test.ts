// The whole flow in each family of paths, every request and every response held against HubSpot's OpenAPI files.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Checked, FAMILIES, type Paths, used } from "./checked-calls.ts";
import { DEVIATIONS } from "./deviations.ts";
import { HUBSPOT_DEFINED, type LocalHubSpot, localHubSpot } from "./local-hubspot.ts";
import { OpenApi, openApiFolder } from "./openapi.ts";

const TIME = "2026-11-22T10:00:00.000Z";
const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy", amount: "10" };
const FIELD = { name: "utm", label: "UTM", type: "string", fieldType: "text", groupName: "ours" };

const idOf = (body: unknown) => (typeof body === "object" && body !== null && "id" in body ? String(body.id) : "");
const spec = (associationTypeId: number) => ({ associationCategory: HUBSPOT_DEFINED, associationTypeId });

async function objects(check: Checked, { objects: base }: Paths, type: string, properties: object): Promise<string> {
  const path = `${base}/${type}`;
  const id = idOf(await check.send("POST", path, 201, { properties, associations: [] }));
  await check.send("GET", `${path}/${id}?propertiesWithHistory=hs_object_id`, 200);
  await check.send("GET", `${path}?limit=1`, 200);
  await check.send("PATCH", `${path}/${id}`, 200, { properties: {} });
  const input = (objectWriteTraceId: string, values: object) => ({
    properties: values,
    associations: [],
    objectWriteTraceId,
  });
  await check.send("POST", `${path}/batch/create`, 201, { inputs: [input("a", properties)] });
  await check.send("POST", `${path}/batch/create`, 207, {
    inputs: [input("b", { no_such: "x" }), input("c", properties)],
  });
  const view = { properties: [], propertiesWithHistory: [] };
  await check.send("POST", `${path}/batch/read`, 200, { inputs: [{ id }], ...view });
  await check.send("POST", `${path}/batch/read`, 207, { inputs: [{ id }, { id: "99999" }], ...view });
  await check.send("POST", `${path}/batch/update`, 200, { inputs: [{ id, properties: {} }] });
  await check.send("POST", `${path}/search`, 200, {
    filterGroups: [],
    properties: [],
    sorts: [],
    limit: 1,
    after: "0",
  });
  const sorts = [{ propertyName: "hs_object_id", direction: "DESCENDING" }];
  await check.send("POST", `${path}/search`, 200, { filterGroups: [], properties: [], sorts, limit: 1, after: "0" });
  await check.send("POST", path, 400, { properties: { no_such: "x" }, associations: [] });
  await check.send("GET", `${path}/99999`, 404);
  return id;
}

async function associations(check: Checked, paths: Paths, contact: string, deal: string): Promise<void> {
  const one = `${paths.record}/deals/${deal}/associations`;
  const inputs = [{ from: { id: deal }, to: { id: contact } }];
  await check.send("PUT", `${one}/default/contacts/${contact}`, 200);
  await check.send("PUT", `${one}/contacts/${contact}`, 201, [spec(3)]);
  await check.send("GET", `${one}/contacts`, 200);
  const batch = `${paths.links}/deals/contacts/batch`;
  await check.send("POST", `${batch}/read`, 200, { inputs: [{ id: deal }] });
  await check.send("POST", `${batch}/read`, 207, { inputs: [{ id: "99999" }] });
  await check.send("POST", `${batch}/create`, paths.batchLinks, {
    inputs: inputs.map((pair) => ({ ...pair, types: [spec(3)] })),
  });
  await check.send("POST", `${batch}/associate/default`, 200, { inputs });
  await check.send("POST", `${batch}/labels/archive`, paths.unlink, {
    inputs: inputs.map((pair) => ({ ...pair, types: [spec(3)] })),
  });
  await check.send("POST", `${batch}/archive`, paths.unlink, {
    inputs: [{ from: { id: deal }, to: [{ id: contact }] }],
  });
  await check.send("DELETE", `${one}/contacts/${contact}`, 204);
  const labels = `${paths.labels}/deals/contacts/labels`;
  await check.send("POST", labels, 200, { name: "payer", label: "Payer" });
  await check.send("PUT", labels, 204, { associationTypeId: 10_001, label: "Pays" });
  await check.send("GET", labels, 200);
  await check.send("DELETE", `${labels}/10001`, 204);
}

async function definitions(check: Checked, { crm, batchProperties }: Paths): Promise<void> {
  const path = `${crm("properties")}/contacts`;
  await check.send("POST", `${path}/groups`, 201, { name: "ours", label: "Ours", displayOrder: 1 });
  await check.send("GET", `${path}/groups`, 200);
  await check.send("GET", `${path}/groups/ours`, 200);
  await check.send("PATCH", `${path}/groups/ours`, 200, { label: "O" });
  await check.send("POST", path, 201, FIELD);
  await check.send("POST", path, 409, FIELD);
  await check.send("PATCH", `${path}/utm`, 200, { label: "U" });
  await check.send("GET", path, 200);
  await check.send("GET", `${path}/hs_lead_status`, 200);
  await check.send("GET", `${crm("properties")}/calls/hs_call_disposition`, 200);
  await check.send("GET", `${crm("properties")}/deals`, 200);
  await check.send("POST", `${path}/batch/create`, batchProperties, { inputs: [{ ...FIELD, name: "utm_2" }] });
  await check.send("POST", `${path}/batch/read`, 200, {
    archived: false,
    dataSensitivity: "non_sensitive",
    inputs: [{ name: "utm" }],
  });
  await check.send("POST", `${path}/batch/archive`, 204, { inputs: [{ name: "utm_2" }] });
  await check.send("DELETE", `${path}/utm`, 204);
  await check.send("GET", `${crm("pipelines")}/deals`, 200);
  await check.send("GET", `${crm("pipelines")}/deals/default`, 200);
  await check.send("GET", `${crm("pipelines")}/deals/default/stages`, 200);
  await check.send("GET", `${crm("pipelines")}/deals/default/stages/closedwon`, 200);
  await pipelines(check, `${crm("pipelines")}/deals`);
  await check.send("GET", `${crm("owners")}?limit=2`, 200);
  await check.send("GET", `${crm("owners")}?archived=true`, 200);
  await check.send("GET", `${crm("owners")}/70100001`, 200);
}

async function pipelines(check: Checked, path: string): Promise<void> {
  const stage = { stageId: "first", label: "First", displayOrder: 0, metadata: { probability: "0.5" } };
  const pipeline = { pipelineId: "ours", label: "Ours", displayOrder: 3, stages: [stage] };
  await check.send("POST", path, 201, pipeline);
  await check.send("POST", path, 409, pipeline);
  await check.send("PATCH", `${path}/ours`, 200, { label: "Our own" });
  await check.send("PUT", `${path}/ours`, 200, { label: "Our own", displayOrder: 3, stages: [stage] });
  await check.send("POST", `${path}/ours/stages`, 201, {
    ...stage,
    stageId: "won",
    label: "Won",
    metadata: { probability: "1.0" },
  });
  await check.send("PATCH", `${path}/ours/stages/won`, 200, { label: "Sold", metadata: {} });
  await check.send("PUT", `${path}/ours/stages/won`, 200, {
    label: "Sold",
    displayOrder: 2,
    metadata: { probability: "1.0" },
  });
  await check.send("DELETE", `${path}/ours/stages/won`, 204);
  await check.send("DELETE", `${path}/ours`, 204);
}

async function lists(check: Checked, { crm }: Paths, contact: string): Promise<void> {
  const path = crm("lists");
  await check.send("POST", path, 200, { name: "L", objectTypeId: "0-1", processingType: "MANUAL" });
  await check.send("GET", `${path}/1`, 200);
  await check.send("GET", `${path}?listIds=1`, 200);
  await check.send("GET", `${path}/object-type-id/0-1/name/L`, 200);
  await check.send("POST", `${path}/search`, 200, {
    query: "",
    listIds: [],
    processingTypes: [],
    additionalProperties: [],
    offset: 0,
  });
  await check.send("PUT", `${path}/1/memberships/add`, 200, [contact]);
  await check.send("GET", `${path}/1/memberships`, 200);
  await check.send("GET", `${path}/1/memberships/join-order`, 200);
  await check.send("PUT", `${path}/1/memberships/add-and-remove`, 200, {
    recordIdsToAdd: [],
    recordIdsToRemove: [contact],
  });
  await check.send("PUT", `${path}/1/memberships/remove`, 200, [contact]);
  await check.send("DELETE", `${path}/1/memberships`, 204);
  await check.send("DELETE", `${path}/1`, 204);
}

async function recordingReady(check: Checked, { objects: base, crm }: Paths): Promise<void> {
  const ours = { hs_call_source: "INTEGRATIONS_PLATFORM", hs_call_app_id: "1", hs_call_external_id: "c-1" };
  const properties = { hs_timestamp: TIME, ...ours, hs_call_external_account_id: "a-1" };
  const id = idOf(await check.send("POST", `${base}/calls`, 201, { properties, associations: [] }));
  const unlisted = { hs_timestamp: TIME, hs_call_disposition: "Sold" };
  await check.send("POST", `${base}/calls`, 400, { properties: unlisted, associations: [] });
  const path = `${crm("extensions/calling")}/recordings/ready`;
  await check.send("POST", path, 204, { engagementId: Number(id) });
  await check.send("POST", path, 404, { engagementId: 99_999 });
}

async function tokens(check: Checked, hubspot: LocalHubSpot, { oauth, other }: Paths): Promise<void> {
  const redirect = "http://localhost:3000/oauth/callback";
  const query = { client_id: "sandbox-client", redirect_uri: redirect, scope: "oauth", consent: "auto" };
  const consent = await hubspot.send("GET", `/oauth/authorize?${new URLSearchParams(query)}`);
  const code = new URL(consent.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const form = (more: Record<string, string>) =>
    new URLSearchParams({ client_id: "sandbox-client", client_secret: "sandbox-secret", ...more });
  const exchange = form({ grant_type: "authorization_code", code, redirect_uri: redirect });
  const issued = await check.send("POST", `${oauth}/token`, 200, exchange);
  const token = typeof issued === "object" && issued && "refresh_token" in issued ? String(issued.refresh_token) : "";
  await check.send("POST", `${oauth}/token`, 400, exchange);
  await check.send("POST", `${oauth}/token`, 200, form({ grant_type: "refresh_token", refresh_token: token }));
  await check.send("POST", `${oauth}/token/introspect`, 200, form({ token: hubspot.token }));
  await check.send("POST", `${oauth}/token/introspect`, 200, form({ token }));
  await check.send("POST", `${oauth}/token/revoke`, 200, form({ token }));
  await check.send("GET", `${other("account-info")}/details`, 200);
  await check.send("DELETE", `${other("appinstalls")}/external-install`, 204);
  await check.send("GET", `${other("account-info")}/details`, 401);
}

async function wholeFlow(context: TestContext, paths: Paths, description: OpenApi): Promise<number> {
  const hubspot = await localHubSpot(context);
  const check = new Checked(hubspot, description);
  const contact = await objects(check, paths, "contacts", { firstname: "Anna", phone: "+380671234567" });
  const other = await objects(check, paths, "companies", { name: "Bakery" });
  const deal = await objects(check, paths, description.find("GET", `${paths.objects}/0-3`) ? "0-3" : "deals", DEAL);
  for (const type of ["calls", "tasks", "notes", "meetings"]) await objects(check, paths, type, { hs_timestamp: TIME });
  const message = { hs_timestamp: TIME, hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };
  await objects(check, paths, "communications", message);
  await recordingReady(check, paths);
  const upsert = { id: "a@bakery.example", idProperty: "email", properties: { firstname: "A" } };
  await check.send("POST", `${paths.objects}/contacts/batch/upsert`, 200, { inputs: [upsert] });
  const email = { properties: { email: "a@bakery.example" }, associations: [] };
  await check.send("POST", `${paths.objects}/contacts`, 409, email);
  const second = idOf(
    await check.send("POST", `${paths.objects}/companies`, 201, { properties: { name: "B" }, associations: [] }),
  );
  await check.send("POST", `${paths.objects}/companies/merge`, 200, {
    primaryObjectId: other,
    objectIdToMerge: second,
  });
  await associations(check, paths, contact, deal);
  await definitions(check, paths);
  await lists(check, paths, contact);
  await check.send("POST", `${paths.objects}/contacts/gdpr-delete`, 204, { objectId: contact });
  await check.send("POST", `${paths.objects}/0-3/batch/archive`, 204, { inputs: [{ id: deal }] });
  await tokens(check, hubspot, paths);
  return check.checked;
}

const folder = openApiFolder();

if (folder === undefined) {
  test("the sandbox conforms to HubSpot's API description", (t) => {
    t.diagnostic("NOT RUN: there are no OpenAPI files; set HUBSPOT_OPENAPI to the folder that holds them");
    assert.equal(process.env.CI, undefined, "the conformance test must run in CI");
  });
} else {
  for (const [name, paths] of Object.entries(FAMILIES)) {
    test(`every request and response of the flow conforms to the ${name} description`, async (t) => {
      const checked = await wholeFlow(t, paths, new OpenApi(join(folder, name)));
      t.diagnostic(`${checked} requests and their responses checked`);
    });
  }

  test("no deviation stands in the table that the flow does not need", () => {
    const idle = DEVIATIONS.filter((deviation) => !used.has(deviation)).map(
      ({ operation, report }) => `${operation} ${report}`,
    );
    assert.deepEqual(idle, []);
  });
}

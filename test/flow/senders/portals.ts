// Portals for phone systems to send to: each with its owners, its employees and the sender's secret saved.
import assert from "node:assert/strict";
import { until } from "../../chaos/until.ts";
import { control, type TestApp, Visitor } from "../../hookswitch.ts";
import { installIn, query } from "../../web/setup.ts";
import { signings } from "./signing.ts";

export interface PortalOfSender {
  id: string;
  /** Its webhook address. */
  hook: string;
  /** Ids of its owners, by the beginning of their e-mail. */
  owners: Record<string, string>;
}

/** By what the senders know their people where they name no e-mail; extensions are the same everywhere. */
const people: Record<string, { agent?: object; second?: object }> = {
  twilio: { agent: { providerId: "331851" }, second: { phone: "+380671112233" } },
  telnyx: { agent: { sip: "agent101" }, second: { sip: "agent102" } },
  vonage: { agent: { providerId: "agent-101" } },
  ringcentral: { agent: { providerId: "400101" }, second: { providerId: "400102" } },
  quo: { agent: { providerId: "US101" }, second: { providerId: "US102" } },
  dialpad: { second: { providerId: "5171365938069777" } },
};

/** @returns by the sender's name */
export async function openPortals(app: TestApp, senders: readonly string[]): Promise<Map<string, PortalOfSender>> {
  await control(app, "limits", { on: false });
  const opened = senders.map(
    async (sender, index) => [sender, await openPortal(app, String(2001 + index), sender)] as const,
  );
  return new Map(await Promise.all(opened));
}

async function openPortal(app: TestApp, id: string, sender: string): Promise<PortalOfSender> {
  const accounts = ["agent", "second", "top"].map((name) => ({ email: `${name}@acme.test`, firstName: name }));
  await control(app, "portals", { portalId: id, owners: accounts });
  const admin = new Visitor(app);
  await installIn(admin, id);
  const { owners: listed } = await admin.get<{ owners: { id: string; email: string }[] }>("/employees");
  const owners = Object.fromEntries(listed.map((owner) => [owner.email.replace(/@.*/, ""), owner.id]));
  const employees = [
    { name: "Sample Agent", email: "agent@acme.test", extension: "101", ...people[sender]?.agent },
    { name: "Second Agent", email: "second@acme.test", extension: "102", ...people[sender]?.second },
  ];
  await save(admin, "/employees", { employees });
  const settings = { defaultCountry: "UA", timeZone: "Europe/Kyiv", topManagerOwnerId: owners.top };
  await save(admin, "/settings", { ...settings, provider: sender });
  const signing = signings[sender];
  if (signing) await save(admin, "/settings/secret", { secret: signing.secret });
  // What is recognised goes to its sender's provider although the portal has chosen another one.
  await save(admin, "/settings", { provider: "generic" });
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  return { id, hook: webhookUrl, owners };
}

async function save(admin: Visitor, path: string, change: unknown): Promise<void> {
  const response = await admin.post(path, change);
  assert.equal(response.status, 200, `${path}: ${await response.text()}`);
}

/** Until nothing waits any more but news whose call has not been told of, for half an hour. */
export async function allSettled(app: TestApp): Promise<void> {
  const soon = `SELECT 1 FROM "Event" WHERE "status" = 'waiting' AND "dueAt" < now() + interval '1 minute' LIMIT 1`;
  await until("all is settled", 30_000, async () => (await query(app, soon)).length === 0, 100);
}

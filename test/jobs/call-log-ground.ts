// What the tests of call lists share: a portal with an account, the job as main.ts builds it, and what it has stored.
import type { CallLogs } from "../../src/jobs/call-logs.ts";
import type { LoggingProvider } from "../../src/jobs/lost-calls.ts";
import type { Send } from "../../src/jobs/secure-request.ts";
import type { SettingsChange } from "../../src/model/settings.ts";
import type { StoredAccount } from "../../src/store/accounts.ts";
import type { CallLogState } from "../../src/store/call-logs.ts";
import type { Portal } from "../../src/store/portals.ts";
import { keepListedCall } from "../../src/web/listed-call.ts";
import type { TestClock } from "./call-list.ts";
import { type Ground, log, newPortal } from "./setup.ts";

export const start = Date.parse("2026-11-23T12:00:00Z");

export function callLogsOf(
  { stores }: Ground,
  providers: LoggingProvider[],
  send: Send,
  clock: TestClock,
  woken: string[] = [],
): CallLogs {
  return {
    stores,
    providers,
    send,
    keep: keepListedCall(stores.deliveries),
    wake: (portalId) => void woken.push(portalId),
    counted: () => undefined,
    baseUrl: "https://hookswitch.test",
    clock,
    chance: () => 0.5,
    log,
  };
}

/** A portal that enters an account now. */
export async function portalWith(
  ground: Ground,
  provider: string,
  account: StoredAccount,
  clock: TestClock,
  settings: SettingsChange = {},
): Promise<Portal> {
  const portal = await newPortal(ground, settings);
  await ground.stores.accounts.save(portal.id, provider, account);
  await ground.stores.callLogs.begin(portal.id, provider, new Date(clock.now()));
  return portal;
}

export async function stateOf({ stores }: Ground, portal: Portal): Promise<CallLogState> {
  const [state] = await stores.callLogs.list(portal.id);
  if (!state) throw new Error("Nothing is looked at.");
  return state;
}

/** Subjects of the calls that were found in lists, in the order in which the lane takes them. */
export async function foundIn({ database }: Ground, portal: Portal): Promise<string[]> {
  const { rows } = await database.pool.query<{ subject: string }>(
    `SELECT e."subject" FROM "Event" e JOIN "Delivery" d ON d."id" = e."deliveryId"
     WHERE d."portalId" = $1 AND d."method" = 'LOG' AND d."trust" = 'log' ORDER BY e."receivedAt", e."id"`,
    [portal.id],
  );
  return rows.map(({ subject }) => subject);
}

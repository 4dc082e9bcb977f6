// All stores over one database, as the rest of the program receives them.

import { type AccountStore, accountStore } from "./accounts.ts";
import { type ActivityStore, activityStore } from "./activity.ts";
import { type AddressStore, addressStore } from "./addresses.ts";
import { type AlertStore, alertStore } from "./alerts.ts";
import { type BacklogStore, backlogStore } from "./backlog.ts";
import { type CallIdStore, callIdStore } from "./call-ids.ts";
import { type CallLogStore, callLogStore } from "./call-logs.ts";
import { type CallbackTaskStore, callbackTaskStore } from "./callback-tasks.ts";
import { type CaptureStore, captureStore } from "./captures.ts";
import { type CustomerStore, customerStore } from "./customers.ts";
import type { Database } from "./database.ts";
import { type DeliveryStore, deliveryStore } from "./deliveries.ts";
import { type EmployeeStore, employeeStore } from "./employees.ts";
import { type EventStore, eventStore } from "./events.ts";
import { type FieldMapStore, fieldMapStore } from "./field-maps.ts";
import { type LedgerStore, ledgerStore } from "./ledger.ts";
import { type MomentStore, momentStore } from "./moments.ts";
import { type NumberStore, numberStore } from "./numbers.ts";
import { type PortalStore, portalStore } from "./portals.ts";
import { type PurgeStore, purgeStore } from "./purge.ts";
import { type RecordingStore, recordingStore } from "./recordings.ts";
import { type ReplayStore, replayStore } from "./replays.ts";
import { type RequestStore, requestStore } from "./requests.ts";
import { type SampleStore, sampleStore } from "./samples.ts";
import type { Cipher } from "./secrets.ts";
import { type ThinStore, thinStore } from "./thin.ts";
import { type TokenStore, tokenStore } from "./tokens.ts";

export interface Stores {
  accounts: AccountStore;
  activity: ActivityStore;
  addresses: AddressStore;
  alerts: AlertStore;
  backlog: BacklogStore;
  callbackTasks: CallbackTaskStore;
  callIds: CallIdStore;
  callLogs: CallLogStore;
  captures: CaptureStore;
  customers: CustomerStore;
  deliveries: DeliveryStore;
  employees: EmployeeStore;
  events: EventStore;
  fieldMaps: FieldMapStore;
  ledger: LedgerStore;
  moments: MomentStore;
  numbers: NumberStore;
  portals: PortalStore;
  purge: PurgeStore;
  recordings: RecordingStore;
  replays: ReplayStore;
  requests: RequestStore;
  samples: SampleStore;
  thin: ThinStore;
  tokens: TokenStore;
}

export function openStores(database: Database, cipher: Cipher): Stores {
  const { prisma } = database;
  return {
    accounts: accountStore(prisma, cipher),
    activity: activityStore(prisma),
    addresses: addressStore(prisma, cipher),
    alerts: alertStore(prisma, cipher),
    backlog: backlogStore(prisma),
    callbackTasks: callbackTaskStore(prisma),
    callIds: callIdStore(prisma),
    callLogs: callLogStore(prisma),
    captures: captureStore(prisma),
    customers: customerStore(prisma),
    deliveries: deliveryStore(database),
    employees: employeeStore(prisma),
    events: eventStore(prisma),
    fieldMaps: fieldMapStore(prisma),
    ledger: ledgerStore(prisma),
    moments: momentStore(prisma),
    numbers: numberStore(prisma),
    portals: portalStore(prisma),
    purge: purgeStore(prisma),
    recordings: recordingStore(prisma, cipher),
    replays: replayStore(prisma),
    requests: requestStore(prisma),
    samples: sampleStore(prisma),
    thin: thinStore(prisma),
    tokens: tokenStore(prisma, cipher),
  };
}

// What goes wrong in a run, and when: processes killed, the database restarted, HubSpot failing in all of its ways.
import { control } from "../hookswitch.ts";
import type { Fleet } from "./fleet.ts";
import type { Member } from "./members.ts";
import { type Postgres, query } from "./postgres.ts";
import type { Random } from "./random.ts";
import { until } from "./until.ts";

export interface Disturbance {
  name: string;
  /** Goes on while others happen. */
  lasts?: boolean;
  happen(): Promise<void>;
}

/** long: one of each kind and some more; short: what can be over in half a minute. */
export type Extent = "short" | "long";

const writes = ["contacts", "companies", "deals", "calls", "tasks", "notes", "meetings", "communications"];
/** Beyond one of each kind. */
const furtherDisturbances = 2;
/** How long an answer is held back for the kill to come before it; no other fault lasts as long. */
const inFlightMs = 3_000;
const retrySoon = { "retry-after": "1" };
/** All the ways in which HubSpot fails; `effect` says whether it did the work all the same. */
const failures = [
  { status: 429, effect: "none", headers: retrySoon },
  { status: 423, effect: "none", headers: retrySoon },
  { status: 477, effect: "none", headers: retrySoon },
  { status: 502, effect: "after" },
  { status: 502, effect: "none" },
  { status: 503, effect: "none" },
  { status: 504, effect: "after" },
  { drop: true, effect: "none" },
  { drop: true, effect: "after" },
  { drop: true, effect: "after", delayMs: 300 },
];

export function disturbances(fleet: Fleet, postgres: Postgres, random: Random, extent: Extent): Disturbance[] {
  const app = { url: fleet.urls[0] ?? "", sandbox: fleet.sandbox };
  const fault = async (match: string, failure: object) => {
    const answer = await control(app, "faults", { match, times: 1, ...failure });
    if (!answer.ok) throw new Error(`The sandbox did not take a fault: ${await answer.text()}`);
  };
  const kill = async (member: Member) => {
    await member.kill();
    await member.start();
  };

  const workerKilled = (): Disturbance => {
    const worker = random.pick(fleet.workers);
    return { name: `${worker.name} is killed`, happen: () => kill(worker) };
  };
  const webKilled = (): Disturbance => {
    const web = random.pick(fleet.webs);
    return { name: `${web.name} is killed`, happen: () => kill(web) };
  };
  /** One of the workers, for the others' lanes shall get on; with luck it is the one that waits for the answer. */
  const killedBeforeAnswer = (type: string): Disturbance => {
    const worker = random.pick(fleet.workers);
    const happen = async () => {
      const match = `POST /crm/objects/.*/${type}/batch/create`;
      await fault(match, { effect: "after", delayMs: inFlightMs });
      const struck = await until("the request is under way", 4_000, () => isUsed(fleet, match)).then(
        () => true,
        () => false,
      );
      if (struck) await kill(worker);
    };
    return { name: `${worker.name} is killed after HubSpot made ${type} and before it says so`, happen };
  };
  const databaseRestarts = (how: "fast" | "immediate"): Disturbance => ({
    name: `PostgreSQL restarts (${how})`,
    async happen() {
      await postgres.stop(how);
      await postgres.start();
    },
  });
  const hubspotFails = (times = 4): Disturbance => {
    const chosen = random.shuffled(failures).slice(0, times);
    const types = chosen.map(() => random.pick(writes));
    return {
      name: `HubSpot fails: ${chosen.map((failure, index) => `${types[index]} ${JSON.stringify(failure)}`).join(", ")}`,
      async happen() {
        for (const [index, failure] of chosen.entries())
          await fault(`POST /crm/objects/.*/${types[index]}/batch/(create|update)`, failure);
        await fault("POST /crm/associations/.*/batch/create", random.pick(failures));
        await fault("POST /crm/objects/.*/(batch/read|search)", random.pick(failures));
      },
    };
  };
  const tokensExpire = (): Disturbance => ({
    name: "every access token expires",
    async happen() {
      for (const portalId of fleet.portalIds) await control(app, "expire", { portalId });
    },
  });
  const workerHeld = (): Disturbance => {
    const worker = random.pick(fleet.workers);
    const name = `${worker.name} stands still until others have taken its lanes`;
    return { name, lasts: true, happen: () => holdUntilReplaced(worker, fleet) };
  };

  if (extent === "short") {
    return [killedBeforeAnswer("calls"), webKilled(), databaseRestarts("immediate"), hubspotFails(1)];
  }
  const once = [
    workerKilled(),
    webKilled(),
    ...writes.map(killedBeforeAnswer),
    databaseRestarts("fast"),
    databaseRestarts("immediate"),
    hubspotFails(),
    hubspotFails(),
    tokensExpire(),
  ];
  const kinds = [workerKilled, webKilled, hubspotFails, tokensExpire, () => killedBeforeAnswer(random.pick(writes))];
  const further = Array.from({ length: furtherDisturbances }, () => random.pick(kinds)());
  return [workerHeld(), ...random.shuffled([...once, ...further])];
}

async function isUsed(fleet: Fleet, match: string): Promise<boolean> {
  const answer = await fetch(`${fleet.sandbox.url}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: { match: string; delayMs: number }[] };
  return !faults.some((fault) => fault.match === match && fault.delayMs === inFlightMs);
}

interface ActiveJob {
  id: string;
  retry_count: number;
}

/** A process that stands still is taken for dead; then it comes back and believes that its lanes are still its own. */
export async function holdUntilReplaced(worker: Member, fleet: Fleet): Promise<void> {
  const active = () =>
    query<ActiveJob>(fleet.databaseUrl, `SELECT "id", "retry_count" FROM pgboss.job WHERE "state" = 'active'`);
  worker.hold();
  try {
    const held = (await active().catch(() => [])).map((job) => `${job.id} ${job.retry_count}`);
    await until(
      "the lanes of a worker that stands still are given to others",
      40_000,
      async () => {
        const now = await active().catch(() => null);
        return now?.every((job) => !held.includes(`${job.id} ${job.retry_count}`)) ?? false;
      },
      250,
    );
  } finally {
    worker.letGo();
  }
}

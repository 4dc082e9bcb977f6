// A few hundred clients and what phone systems report of their calls, made up from a seed.
import {
  families,
  type GenericNews,
  genericCall,
  genericNews,
  type Message,
  malformed,
  type PlannedCall,
  ringostatCall,
  ringostatNews,
} from "./calls.ts";
import type { Random } from "./random.ts";

/** Messages of one client keep their order; `copies` of a message leave at the same moment. */
export interface Step {
  client: number;
  message: Message;
  copies: number;
}

export interface Scenario {
  portals: number;
  /** The clients' steps, shuffled into one another. */
  steps: Step[];
  deliveries: number;
}

/** Owners of every fresh sandbox portal, and somebody whom HubSpot does not know. */
const agents = ["olena.koval@acme.test", "marko.bondar@acme.test", "iryna.shevchuk@acme.test", "nobody@acme.test"];
const firstCall = Date.parse("2026-10-09T06:00:00Z");

export function createScenario(random: Random, options: { deliveries: number; portals: number }): Scenario {
  const clients: Step[][] = [];
  let deliveries = 0;
  for (let client = 0; deliveries < options.deliveries; client++) {
    const steps = clientSteps(random, client, client % options.portals);
    clients.push(steps);
    deliveries += steps.reduce((sum, step) => sum + step.copies, 0);
  }
  return { portals: options.portals, steps: interleaved(random, clients), deliveries };
}

function clientSteps(random: Random, client: number, portal: number): Step[] {
  if (random.chance(0.05)) return [{ client, message: malformed(portal, `marker-${client}`, random), copies: 1 }];
  const from = random.chance(0.04) ? "anonymous" : `38050${String(1_000_000 + client).padStart(7, "0")}`;
  const calls = Array.from({ length: random.between(1, 4) }, (_, index) =>
    plannedCall(random, client, portal, from, index),
  );
  return calls
    .flatMap((call) => callMessages(random, call))
    .map((message) => ({
      client,
      message,
      copies: random.chance(0.12) ? random.between(2, 3) : 1,
    }));
}

function plannedCall(random: Random, client: number, portal: number, from: string, index: number): PlannedCall {
  const direction = random.chance(0.25) ? "out" : "in";
  const answered = random.chance(0.6);
  const missed = direction === "out" ? ["NO ANSWER", "CLIENT NO ANSWER"] : ["NO ANSWER", "NO FORWARD", "BUSY"];
  const id = `c${client}-${index}`;
  return {
    portal,
    id,
    from,
    direction,
    answered,
    agent: answered || direction === "out" ? random.pick(agents) : null,
    at: new Date(firstCall + client * 60_000 + index * 3_600_000),
    status: answered ? random.pick(["ANSWERED", "PROPER", "REPEATED"]) : random.pick(missed),
    talk: answered ? random.between(5, 600) : 0,
    utm: random.chance(0.5)
      ? { utm_source: random.pick(["google", "bing"]), utm_campaign: `spring-${client % 7}` }
      : {},
    recording: answered && random.chance(0.3) ? `https://pbx.acme.test/rec/${id}.wav` : null,
  };
}

/** The call, its news before or after it, and now and then the same once more or in another family's words. */
function callMessages(random: Random, call: PlannedCall): Message[] {
  const isRingostat = random.chance(0.6);
  const family = random.pick(families);
  const end = isRingostat ? ringostatCall(call, family) : genericCall(call);
  const news = random.shuffled(isRingostat ? ringostatLate(random, call) : genericLate(random, call));
  const early = news.filter(() => random.chance(0.2));
  const late = news.filter((message) => !early.includes(message));
  const again = random.chance(0.12) ? [end] : [];
  const otherwise = isRingostat && random.chance(0.12) ? [ringostatCall(call, random.pick(families))] : [];
  return [...early, end, ...random.shuffled([...late, ...again, ...otherwise])];
}

function ringostatLate(random: Random, call: PlannedCall): Message[] {
  const types = (["call.rated", "call.recording_ready"] as const).filter(() => random.chance(0.35));
  return types.map((type) => ringostatNews(call, type, random));
}

function genericLate(random: Random, call: PlannedCall): Message[] {
  const types: GenericNews[] = ["call.rated", "call.recording_ready", "call.analyzed", "call.updated", "call.rated"];
  return types.filter(() => random.chance(0.4)).map((type) => genericNews(call, type, random));
}

/** As a phone system with many lines reports them: each client's in order, the clients mixed. */
function interleaved(random: Random, clients: Step[][]): Step[] {
  const queues = clients.map((steps) => [...steps]);
  const order = random.shuffled(queues.flatMap((steps, client) => steps.map(() => client)));
  return order.flatMap((client) => queues[client]?.shift() ?? []);
}

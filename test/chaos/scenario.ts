// A few hundred clients, what they do and what is sent of it, made up from a seed.
import type { Message } from "./calls.ts";
import { clientMessages } from "./client-steps.ts";
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

export function createScenario(random: Random, options: { deliveries: number; portals: number }): Scenario {
  const clients: Step[][] = [];
  let deliveries = 0;
  for (let client = 0; deliveries < options.deliveries; client++) {
    const steps = clientMessages(random, client, client % options.portals).map((message) => ({
      client,
      message,
      copies: random.chance(0.12) ? random.between(2, 3) : 1,
    }));
    clients.push(steps);
    deliveries += steps.reduce((sum, step) => sum + step.copies, 0);
  }
  return { portals: options.portals, steps: interleaved(random, clients), deliveries };
}

/** As many lines, pages and note-takers report them: each client's in order, the clients mixed. */
function interleaved(random: Random, clients: Step[][]): Step[] {
  const queues = clients.map((steps) => [...steps]);
  const order = random.shuffled(queues.flatMap((steps, client) => steps.map(() => client)));
  return order.flatMap((client) => queues[client]?.shift() ?? []);
}

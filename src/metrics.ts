// What the process counts for /metrics; the only importer of prom-client. No labels per portal: they would grow without end.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  accepted(provider: string): void;
  refused(reason: "address" | "signature" | "origin" | "too large" | "too many"): void;
  /** Who was named when a phone system asked who takes a call. */
  routed(by: "deal_owner" | "contact_owner" | "top_manager" | "nobody"): void;
  /** Calls of a provider's own list that no webhook had told of. */
  foundCalls(provider: string, calls: number): void;
  /** What a provider answered when it was asked for what it had only announced. */
  askedFor(provider: string, result: "found" | "not_yet" | "ignored" | "refused" | "failed"): void;
  batch(events: number, ms: number): void;
  /** `status` 0: HubSpot did not answer. */
  hubspotRequest(status: number): void;
  tokenRefresh(result: "renewed" | "refused" | "failed"): void;
  contentType: string;
  /** The whole page as Prometheus reads it. */
  text(): Promise<string>;
}

/** Read from the database whenever somebody looks. */
export interface Standing {
  waiting(): Promise<number>;
  oldestSeconds(): Promise<number>;
  lanes(): Promise<Record<string, number>>;
}

export function createMetrics(standing: Standing): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const accepted = new Counter({
    name: "hookswitch_accepted_total",
    help: "Deliveries stored and answered with 200",
    labelNames: ["provider"],
    registers,
  });
  const refused = new Counter({
    name: "hookswitch_refused_total",
    help: "Deliveries refused",
    labelNames: ["reason"],
    registers,
  });
  const routed = new Counter({
    name: "hookswitch_routed_total",
    help: "Answers to a phone system that asked who takes a call",
    labelNames: ["by"],
    registers,
  });
  const found = new Counter({
    name: "hookswitch_found_calls_total",
    help: "Calls found in a provider's own list that no webhook had told of",
    labelNames: ["provider"],
    registers,
  });
  const details = new Counter({
    name: "hookswitch_details_total",
    help: "Questions to a provider for what its webhook only announced, by what it answered",
    labelNames: ["provider", "result"],
    registers,
  });
  const batchSize = new Histogram({
    name: "hookswitch_batch_size",
    help: "Events in a lane's batch",
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const batchSeconds = new Histogram({
    name: "hookswitch_batch_seconds",
    help: "From claiming a batch to settling it",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const requests = new Counter({
    name: "hookswitch_hubspot_requests_total",
    help: "Requests to HubSpot by what came back; none: no answer",
    labelNames: ["result"],
    registers,
  });
  const refreshes = new Counter({
    name: "hookswitch_token_refreshes_total",
    help: "Token refreshes; refused: HubSpot no longer knows the portal's consent",
    labelNames: ["result"],
    registers,
  });
  new Gauge({
    name: "hookswitch_events_waiting",
    help: "Events that wait, in all portals",
    registers,
    async collect() {
      this.set(await standing.waiting());
    },
  });
  new Gauge({
    name: "hookswitch_oldest_waiting_seconds",
    help: "How long the oldest due event of a running or sleeping lane has waited",
    registers,
    async collect() {
      this.set(await standing.oldestSeconds());
    },
  });
  new Gauge({
    name: "hookswitch_lanes",
    help: "Lanes by state",
    labelNames: ["state"],
    registers,
    async collect() {
      for (const [state, lanes] of Object.entries(await standing.lanes())) this.set({ state }, lanes);
    },
  });

  return {
    accepted: (provider) => accepted.inc({ provider }),
    refused: (reason) => refused.inc({ reason: reason.replaceAll(" ", "_") }),
    routed: (by) => routed.inc({ by }),
    foundCalls: (provider, calls) => found.inc({ provider }, calls),
    askedFor: (provider, result) => details.inc({ provider, result }),
    batch(events, ms) {
      batchSize.observe(events);
      batchSeconds.observe(ms / 1000);
    },
    hubspotRequest: (status) => requests.inc({ result: resultOf(status) }),
    tokenRefresh: (result) => refreshes.inc({ result }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function resultOf(status: number): string {
  if (status === 0) return "none";
  return status === 429 ? "429" : `${Math.floor(status / 100)}xx`;
}

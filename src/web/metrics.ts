// For Prometheus: what this process counted, and how things stand in the database at the moment of asking.
import { Router } from "express";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";

export function metricsPage(metrics: Metrics, log: Log): Router {
  return Router().get("/metrics", async (_request, response) => {
    try {
      response.type(metrics.contentType).send(await metrics.text());
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, "metrics not read");
      response.status(503).type("text").send("The database does not answer.");
    }
  });
}

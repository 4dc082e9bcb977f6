// For machines: is the process alive, is it ready to take deliveries.
import { Router } from "express";
import type { Database } from "../store/database.ts";

export interface Health {
  router: Router;
  /** From now on /readyz says no, so that no new deliveries are sent here. */
  drain(): void;
}

export function health({ pool }: Pick<Database, "pool">): Health {
  let draining = false;
  const router = Router()
    .get("/healthz", (_request, response) => {
      response.json({ status: "ok" });
    })
    .get("/readyz", async (_request, response) => {
      const reason = draining
        ? "stopping"
        : await pool.query("SELECT 1").then(
            () => null,
            () => "the database does not answer",
          );
      response.status(reason ? 503 : 200).json(reason ? { status: "not ready", because: reason } : { status: "ready" });
    });
  return {
    router,
    drain() {
      draining = true;
    },
  };
}

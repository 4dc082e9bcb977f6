// Trying things out: a sample call through the whole way, and a preview of what an event would write.
import { type Request, type Response, Router } from "express";
import { v7 as uuid } from "uuid";
import { providerNamed } from "../providers/index.ts";
import type { Connection, Delivery, Provider } from "../providers/provider.ts";
import { readDelivery } from "../providers/read-delivery.ts";
import { sampleCall } from "../providers/sample.ts";
import type { Portal } from "../store/portals.ts";
import { toRows } from "./accept.ts";
import { page, portalOf, saved, tell } from "./answers.ts";
import type { Web } from "./context.ts";
import { sampleNumber } from "./settings.ts";

export function tryOut(web: Web): Router {
  const jsonDelivery = (value: unknown): Delivery => ({
    method: "POST",
    query: "",
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(value)),
  });

  const connectionAt = async (receivedAt: Date, { id, settings }: Portal, provider: Provider): Promise<Connection> => ({
    timeZone: settings.timeZone,
    secret: null,
    receivedAt,
    url: web.config.baseUrl,
    map: (await web.stores.fieldMaps.newest(id, provider.name))?.map ?? null,
  });

  const sample = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const provider = providerNamed("ringostat");
    if (!provider) throw new Error("The sample is a Ringostat call, and Ringostat is not in the list of providers.");
    const receivedAt = web.now();
    const delivery = jsonDelivery(sampleCall(receivedAt, portal.settings.timeZone, sampleNumber(receivedAt)));
    const reading = readDelivery(provider, delivery, await connectionAt(receivedAt, portal, provider));
    const rows = toRows(portal.id, provider, delivery, "address", reading, receivedAt, uuid);
    await web.stores.deliveries.accept(rows);
    web.queue.wake(portal.id);
    const [event] = rows.events;
    saved(
      request,
      response,
      "/activity",
      "The sample call is in. It is written within a moment: reload to see what became of it.",
      { eventId: event?.id },
    );
  };

  const preview = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const provider = providerNamed("generic");
    if (!provider) throw new Error("The preview reads our own JSON, and the generic provider is not in the list.");
    const receivedAt = web.now();
    const delivery = jsonDelivery(request.body ?? null);
    const reading = readDelivery(provider, delivery, await connectionAt(receivedAt, portal, provider));
    if (!("happenings" in reading)) {
      const because = "unreadable" in reading ? reading.unreadable : reading.ignored;
      tell(request, response, { status: 400, heading: "This event cannot be read", text: because });
      return;
    }
    const [happening] = reading.happenings;
    const plan = await web.preview(portal.id, {
      ...happening,
      id: "preview",
      provider: provider.name,
      receivedAt: receivedAt.toISOString(),
    });
    response.json({ verdict: plan.verdict, because: plan.because, plan: plan.writes });
  };

  return Router().post("/sample", page(sample)).post("/preview", page(preview));
}

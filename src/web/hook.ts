// The webhook address: check, read, store, 200. Milliseconds, one insert, nothing else.
import { type ErrorRequestHandler, type Response, Router } from "express";
import rateLimit from "express-rate-limit";
import { v7 as uuid } from "uuid";
import { callMoments } from "../model/event.ts";
import { providerNamed } from "../providers/index.ts";
import { forgetBody } from "../providers/payload.ts";
import type { Delivery, Provider } from "../providers/provider.ts";
import { readDelivery } from "../providers/read-delivery.ts";
import { recognised } from "../providers/recognise.ts";
import type { Addressee } from "../store/addresses.ts";
import type { NewDelivery } from "../store/deliveries.ts";
import { toRows } from "./accept.ts";
import { rememberAddressees } from "./addressees.ts";
import { fitting, limitOf, opened, TooLarge } from "./body.ts";
import type { Web } from "./context.ts";
import { deliveryOf } from "./delivery-of.ts";
import { type HookRequest, type HookResponse, hookBody } from "./hook-body.ts";
import { type LargeBodies, largeBodies } from "./large-bodies.ts";

/** A sender may send this many a minute, more than one process can take: it stops only what has run wild. */
const perMinute = 1_000_000;
const windowSeconds = 60;

/** Moments of a call that still goes on. */
const live: ReadonlySet<string> = new Set(callMoments);

export interface Hook {
  router: Router;
  /** After settings, secret or address changed in this process. */
  forget(): void;
}

type Surroundings = Pick<Web, "stores" | "now" | "config" | "log" | "metrics"> & {
  queue: Pick<Web["queue"], "wake">;
  live: Pick<Web["live"], "publish">;
};

export function hook(web: Surroundings, large: LargeBodies = largeBodies()): Hook {
  const addressees = rememberAddressees(web.stores.addresses, web.now);

  const noSuchAddress = (response: Response): void => {
    web.metrics.refused("address");
    response
      .status(404)
      .type("text")
      .send("There is no such webhook address. Copy it from the settings page of Hookswitch.");
  };

  const readBody = hookBody(web, addressees, large, noSuchAddress);

  /** Its room is free again once it is stored or refused. */
  const receive = (request: HookRequest, response: HookResponse): Promise<void> => {
    const { release } = response.locals;
    return release ? take(request, response).finally(release) : take(request, response);
  };

  const take = async (request: HookRequest, response: HookResponse): Promise<void> => {
    const { addressee, limit } = response.locals;
    const { provider: named } = request.params;
    const receivedAt = web.now();
    const found = await opened(deliveryOf(request), limit);
    const provider = senderOf(addressee, named, found.delivery);
    if (!provider) return noSuchAddress(response);
    const own = limitOf(provider);
    const { delivery, unreadable } = own < limit ? await fitting(found.delivery, own) : found;
    const connection = {
      timeZone: addressee.settings.timeZone,
      secret: addressee.secrets[provider.name] ?? null,
      receivedAt,
      url: web.config.baseUrl + request.originalUrl,
      map: addressee.maps[provider.name] ?? null,
    };
    const greeting = provider.greet?.(delivery, connection);
    if (greeting) {
      response
        .status(greeting.status)
        .set(greeting.headers ?? {})
        .type(greeting.type)
        .end(greeting.body);
      return;
    }
    const verdict = provider.verify(delivery, connection);
    if (!verdict.ok) {
      web.log.warn(
        { portalId: addressee.portalId, provider: provider.name, because: verdict.because },
        "delivery refused",
      );
      web.metrics.refused("signature");
      response.status(401).type("text").send(verdict.because);
      return;
    }
    const reading = unreadable ?? readDelivery(provider, delivery, connection);
    const rows = toRows(addressee.portalId, provider, delivery, verdict.trust, reading, receivedAt, uuid);
    forgetBody(delivery);
    const isNew = await web.stores.deliveries.accept(rows);
    web.metrics.accepted(provider.name);
    if (isNew) announce(rows);
    web.log.debug(
      { portalId: addressee.portalId, provider: provider.name, isNew, types: rows.events.map((event) => event.type) },
      "delivery",
    );
    // Not send(): it would compute an ETag of two letters.
    response
      .writeHead(200, { "content-type": provider.answer?.type ?? "text/plain" })
      .end(provider.answer?.body ?? "OK");
  };

  /**
   * Wakes the portal's lane, now and when what waits for other pieces of a call is due; tells who follows live. Thin
   * events are not for the lane: who asks for them looks for them every second.
   */
  const announce = ({ portalId, receivedAt, events }: NewDelivery): void => {
    const waiting = events.filter(({ status, thin }) => status === "waiting" && !thin);
    for (const ms of new Set(waiting.map(({ dueAt }) => dueAt.getTime() - receivedAt.getTime()))) {
      if (ms === 0) web.queue.wake(portalId);
      else setTimeout(() => web.queue.wake(portalId), ms).unref();
    }
    for (const { id: eventId, type, subject, time } of waiting) {
      if (live.has(type)) web.live.publish({ portalId, eventId, type, subject, time });
    }
  };

  const limiter = rateLimit({
    windowMs: windowSeconds * 1000,
    limit: perMinute,
    // Whoever tries addresses that nobody has must not fill the memory with them.
    keyGenerator: async (request) => {
      const token = String(request.params.token);
      return (await addressees.of(token)) ? token : "unknown";
    },
    handler: (_request, response, _next, { statusCode, message }) => {
      web.metrics.refused("too many");
      response.status(statusCode).set("retry-after", String(windowSeconds)).type("text").send(message);
    },
    // Senders read none of the others, and writing them with every answer costs as much as the counting.
    standardHeaders: false,
    legacyHeaders: false,
  });
  /** Who only looks whether there is something at the address sends nothing that should be kept. */
  const look = async ({ params }: HookRequest, response: Response): Promise<void> => {
    const isNamed = params.provider === undefined || providerNamed(params.provider) !== undefined;
    response.status((await addressees.of(params.token)) && isNamed ? 200 : 404).end();
  };

  const router = Router();
  router
    .route("/hooks/:token{/:provider}")
    .all(limiter)
    .post(readBody, receive)
    .head(look)
    .get(readBody, receive)
    .put(readBody, receive);
  const tooLarge: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (!(error instanceof TooLarge)) return next(error);
    web.metrics.refused("too large");
    response.status(error.status).type("text").send(error.message);
  };
  router.use(tooLarge);
  return { router, forget: addressees.forget };
}

/** By the path, else by a shape that only one sender has, else the one that the portal chose. */
function senderOf({ settings }: Addressee, named: string | undefined, delivery: Delivery): Provider | undefined {
  const chosen = providerNamed(named ?? settings.provider);
  if (named !== undefined || chosen?.recognises?.(delivery)) return chosen;
  return recognised(delivery) ?? chosen;
}

// The webhook address: check, read, store, 200. Milliseconds, one insert, nothing else.
import { type ErrorRequestHandler, type NextFunction, type Request, type Response, Router } from "express";
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
import { bodyLimit, bodyUpTo, fitting, limitOf, mayBeLarge, opened, type ReadBody, TooLarge } from "./body.ts";
import type { Web } from "./context.ts";
import { type LargeBodies, largeBodies, type Release } from "./large-bodies.ts";

/** A sender may send this many a minute, more than one process can take: it stops only what has run wild. */
const perMinute = 1_000_000;
const windowSeconds = 60;

/** A large body that is not there by then keeps others out: 6 MB in this time are a slow line. */
const arrivalMs = 30_000;
/** By then most of what is under way has been stored. */
const retrySeconds = 30;

/** Moments of a call that still goes on. */
const live: ReadonlySet<string> = new Set(callMoments);

interface Path {
  token: string;
  provider?: string;
}

/** Whose address it is, and what the body may hold: known before it is read. Of a large one, how to give its room back. */
type Locals = { addressee: Addressee; limit: number; release?: Release };
type HookRequest = Request<Path>;
type HookResponse = Response<unknown, Locals>;

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

  /** By the limit; there are as many as providers have different ones. */
  const readers = new Map<number, ReadBody>();
  /** Of what comes to an address that nobody has, nothing is read. */
  const readBody = async (request: HookRequest, response: HookResponse, next: NextFunction): Promise<void> => {
    const { token, provider: named } = request.params;
    const addressee = await addressees.of(token);
    if (!addressee || (named !== undefined && !providerNamed(named))) return noSuchAddress(response);
    // A sender that is recognised by its shape has the chosen one's limit.
    const limit = limitOf(providerNamed(named ?? addressee.settings.provider));
    const read = readers.get(limit) ?? bodyUpTo(limit);
    readers.set(limit, read);
    response.locals.addressee = addressee;
    response.locals.limit = limit;
    if (limit > bodyLimit && mayBeLarge(request)) await readLarge(request, response, next, read);
    else read(request, response, next);
  };

  const readLarge = async (
    request: HookRequest,
    response: HookResponse,
    next: NextFunction,
    read: ReadBody,
  ): Promise<void> => {
    const { addressee, limit } = response.locals;
    const release = await large.enter(limit, response);
    if (!release) {
      web.log.warn({ portalId: addressee.portalId }, "large delivery put off");
      web.metrics.refused("too many");
      const because =
        "Too many large webhooks are being received at this moment. Send this one again in half a minute.";
      response.status(503).set("retry-after", String(retrySeconds)).type("text").send(because);
      return;
    }
    const late = setTimeout(() => request.destroy(), arrivalMs);
    read(request, response, (error) => {
      clearTimeout(late);
      if (error) release();
      else response.locals.release = release;
      next(error);
    });
  };

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

  const noSuchAddress = (response: Response): void => {
    web.metrics.refused("address");
    response
      .status(404)
      .type("text")
      .send("There is no such webhook address. Copy it from the settings page of Hookswitch.");
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

export function deliveryOf(request: Pick<Request, "headers" | "method" | "originalUrl" | "body">): Delivery {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  const question = request.originalUrl.indexOf("?");
  return {
    method: request.method,
    query: question < 0 ? "" : request.originalUrl.slice(question + 1),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

// The body of a webhook is read once it is known whose address it is and how much that sender may send; large ones wait for room.
import type { NextFunction, Request, Response } from "express";
import { providerNamed } from "../providers/index.ts";
import type { Addressee } from "../store/addresses.ts";
import type { Addressees } from "./addressees.ts";
import { bodyLimit, bodyUpTo, limitOf, mayBeLarge, type ReadBody } from "./body.ts";
import type { Web } from "./context.ts";
import type { LargeBodies, Release } from "./large-bodies.ts";

/** A large body that is not there by then keeps others out: 6 MB in this time are a slow line. */
const arrivalMs = 30_000;
/** By then most of what is under way has been stored. */
const retrySeconds = 30;

interface Path {
  token: string;
  provider?: string;
}

/** Whose address it is, and what the body may hold: known before it is read. Of a large one, how to give its room back. */
type Locals = { addressee: Addressee; limit: number; release?: Release };
export type HookRequest = Request<Path>;
export type HookResponse = Response<unknown, Locals>;

export function hookBody(
  web: Pick<Web, "log" | "metrics">,
  addressees: Addressees,
  large: LargeBodies,
  noSuchAddress: (response: Response) => void,
): (request: HookRequest, response: HookResponse, next: NextFunction) => Promise<void> {
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

  return readBody;
}

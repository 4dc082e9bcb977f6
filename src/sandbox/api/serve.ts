// The way of every API request: a fault may strike, the token is read, limits are counted, and an error becomes a body.
import type { Request, RequestHandler, Response } from "express";
import { errorBody, HubSpotError } from "../errors.ts";
import type { World } from "../world.ts";
import { authorise, bearerToken, type Call, readCall } from "./call.ts";
import { NO_PORTAL } from "./counters.ts";
import type { Family } from "./families.ts";
import { type Fault, replacesAnswer } from "./faults.ts";
import { type Reply, send } from "./reply.ts";

export type Answer = (request: Request) => Reply;
export type Endpoint = (call: Call) => Reply;

function errorReply(world: World, error: HubSpotError, headers: Record<string, string> = {}): Reply {
  return { status: error.status, body: errorBody(error, world.random.uuid()), headers };
}

export function attempt(world: World, answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof HubSpotError) return errorReply(world, error);
    throw error;
  }
}

function faultyReply(world: World, fault: Fault, reply: Reply | undefined): Reply {
  const status = fault.status ?? reply?.status ?? 500;
  const error = new HubSpotError(
    status,
    status === 429 ? "RATE_LIMITS" : "INTERNAL_ERROR",
    "A fault set in the sandbox.",
  );
  return { status, body: fault.body ?? errorBody(error, world.random.uuid()), headers: fault.headers };
}

const wait = (world: World, milliseconds: number) =>
  milliseconds > 0 ? new Promise<void>((resolve) => world.clock.after(milliseconds, resolve)) : Promise.resolve();

async function strike(world: World, fault: Fault, response: Response, answer: () => Reply): Promise<Reply | undefined> {
  const carriedOut = fault.effect === "after" ? answer() : undefined;
  await wait(world, fault.delayMs);
  if (!replacesAnswer(fault)) {
    const reply = carriedOut ?? answer();
    return { ...reply, headers: { ...reply.headers, ...fault.headers } };
  }
  if (!fault.drop) return faultyReply(world, fault, carriedOut);
  response.socket?.destroy();
  return undefined;
}

/** Any endpoint, with or without a token. */
export function serve(world: World, answer: Answer): RequestHandler {
  return async (request, response) => {
    const path = request.path;
    const portalId = world.grants.access.get(bearerToken(request) ?? "")?.portalId ?? NO_PORTAL;
    const fault = world.faults.take(request.method, path);
    const carryOut = () => attempt(world, () => answer(request));
    const reply = fault ? await strike(world, fault, response, carryOut) : carryOut();
    world.counters.count(portalId, request.method, path, reply?.status ?? 0);
    if (reply) send(response, reply);
  };
}

/** An endpoint that works on the portal of the caller's token. */
export function authorised(
  world: World,
  family: Family,
  kind: "general" | "search",
  endpoint: Endpoint,
): RequestHandler {
  return serve(world, (request) => {
    const { portal, token } = authorise(world, request);
    const headers = world.limits.take(portal.id, kind, world.clock.now(), world.random);
    const reply = attempt(world, () => endpoint(readCall(world, family, request, portal, token)));
    return { ...reply, headers: { ...headers, ...reply.headers } };
  });
}

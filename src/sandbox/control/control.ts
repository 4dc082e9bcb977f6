// The control API under /_sandbox/: portals, tokens, clock, lag, limits, faults, counters and reset.
import { type Request, Router } from "express";
import { bodyText } from "../api/call.ts";
import { readFault } from "../api/faults.ts";
import { type Json, readInteger, readObject, readOptionalInteger, readText, readTexts } from "../api/input.ts";
import { ok, type Reply, send } from "../api/reply.ts";
import { attempt } from "../api/serve.ts";
import { addList } from "../engine/list.ts";
import type { Portal } from "../engine/portal.ts";
import { invalid, invalidJson } from "../errors.ts";
import { ALL_SCOPES, isScope } from "../schema/scopes.ts";
import { FIRST_PORTAL, openPortal, type World } from "../world.ts";
import { setCallOutcomes } from "./call-outcomes.ts";
import { readOwners } from "./owners.ts";
import { readPortalSettings } from "./portal-settings.ts";
import { readRules } from "./rules.ts";
import { readSeed, seed } from "./seed.ts";
import { readSeedLists } from "./seed-lists.ts";
import { dumpState, loadState } from "./state.ts";
import { setCalling, setLag, setLimits } from "./switches.ts";
import { controlWebhooks, presentWebhooks } from "./webhook-control.ts";

function readBody(request: Request): Json {
  const text = bodyText(request);
  if (text === "") return {};
  try {
    return readObject(JSON.parse(text));
  } catch (error) {
    throw invalidJson(error instanceof Error ? error.message : "not JSON");
  }
}

export function portalOf(world: World, given: Json): Portal {
  const id = given.portalId === undefined ? FIRST_PORTAL : readText(given.portalId, "portalId");
  const found = world.portals.get(id);
  if (found) return found;
  throw invalid(`Portal ${id} does not exist in the sandbox`);
}

function addPortal(world: World, given: Json): Reply {
  const id = readText(given.portalId, "portalId");
  if (!/^\d{1,9}$/.test(id)) throw invalid("portalId must be a number, as HubSpot's is");
  const portal = openPortal(world, id, readPortalSettings(given));
  if (given.owners !== undefined) portal.owners = readOwners(given.owners, portal.now());
  if (given.validationRules !== undefined) portal.validationRules = readRules(given.validationRules);
  if (given.callOutcomes !== undefined) setCallOutcomes(portal, given.callOutcomes);
  return { status: 201, body: { portalId: portal.id, ...portal.settings, validationRules: portal.validationRules } };
}

function giveToken(world: World, given: Json): Reply {
  const portal = portalOf(world, given);
  const scopes = given.scopes === undefined ? [...ALL_SCOPES] : readTexts(given.scopes, "scopes");
  const unknown = scopes.filter((scope) => !isScope(scope));
  if (unknown.length > 0) throw invalid(`Unknown scopes: ${unknown.join(", ")}`);
  const [user] = portal.owners;
  const grant = {
    portalId: portal.id,
    userId: user?.userId ?? 1,
    user: user?.email ?? "",
    scopes: [...new Set(["oauth", ...scopes])],
  };
  const access = world.grants.issueAccess(grant, readOptionalInteger(given.expiresIn, "expiresIn"));
  return ok({ accessToken: access.token, refreshToken: world.grants.issueRefresh(grant).token });
}

function addFault(world: World, given: Json): Reply {
  const fault = readFault(given);
  world.faults.add(fault);
  return { status: 201, body: fault };
}

type ControlEndpoint = (world: World, given: Json) => Reply;

const POSTS: Record<string, ControlEndpoint> = {
  "/portals": addPortal,
  "/token": giveToken,
  "/seed": (world, given) => {
    const portal = portalOf(world, given);
    const records = seed(portal, readSeed(portal, given.objects ?? []));
    const lists = readSeedLists(given.lists).map((list) => addList(portal, list));
    return ok({
      results: records.map(({ type, id }) => ({ type, id })),
      lists: lists.map(({ id, name }) => ({ id, name })),
    });
  },
  "/clock": (world, given) => {
    world.clock.advance(readInteger(given.advanceMs, "advanceMs"));
    return ok({ now: new Date(world.clock.now()).toISOString(), advancedByMs: world.clock.advancedBy() });
  },
  "/lag": (world, given) => ok(setLag(world, given)),
  "/limits": (world, given) => ok(setLimits(world, given)),
  "/calling": (world, given) => ok(setCalling(world, given)),
  "/faults": addFault,
  "/webhooks": controlWebhooks,
  "/expire": (world, given) => {
    world.grants.expire(portalOf(world, given).id);
    return { status: 204 };
  },
  "/uninstall": (world, given) => {
    world.grants.uninstall(portalOf(world, given).id);
    return { status: 204 };
  },
};

export function controlRoutes(world: World, reset: () => void): Router {
  const router = Router();
  for (const [path, endpoint] of Object.entries(POSTS)) {
    router.post(path, (request, response) => {
      send(
        response,
        attempt(world, () => endpoint(world, readBody(request))),
      );
    });
  }
  const get = (path: string, read: () => unknown) =>
    router.get(path, (_request, response) => {
      send(response, ok(read()));
    });
  get("/portals", () => ({
    portals: [...world.portals.values()].map(({ id, settings }) => ({ portalId: id, ...settings })),
  }));
  get("/faults", () => ({ faults: world.faults.list() }));
  get("/webhooks", () => presentWebhooks(world));
  get("/counters", () => world.counters.read());
  get("/state", () => dumpState(world));
  router.put("/state", (request, response) => {
    send(
      response,
      attempt(world, () => {
        loadState(world, readBody(request));
        return { status: 204 };
      }),
    );
  });
  router.post("/reset", (_request, response) => {
    reset();
    send(response, { status: 204 });
  });
  return router;
}

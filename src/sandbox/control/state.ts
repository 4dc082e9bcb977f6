// The whole state as JSON, for tests that return to a moment and for a sandbox that outlives its process.
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalText,
  readText,
  readTexts,
} from "../api/input.ts";
import type { Portal } from "../engine/portal.ts";
import type { World } from "../world.ts";
import { openPortal } from "../world.ts";
import { readOwners } from "./owners.ts";
import { dumpPipelines, loadPipelines } from "./pipeline-state.ts";
import { readPortalSettings } from "./portal-settings.ts";
import { dumpRecords, loadRecords } from "./record-state.ts";
import { readRules } from "./rules.ts";
import { dumpSchema, loadSchema } from "./schema-state.ts";
import { setLag, setLimits } from "./switches.ts";

const FORMAT = 1;

function dumpPortal(portal: Portal): Json {
  return {
    ...portal.settings,
    portalId: portal.id,
    validationRules: portal.validationRules.map(({ type, ...rule }) => ({ objectType: type, ...rule })),
    schema: dumpSchema(portal),
    pipelines: dumpPipelines(portal),
    owners: portal.owners,
    ...dumpRecords(portal),
  };
}

export function dumpState(world: World): Json {
  const { access, refresh } = world.grants;
  return {
    format: FORMAT,
    advancedByMs: world.clock.advancedBy(),
    lag: world.lag,
    limits: world.limits.settings,
    tokens: { access: [...access.values()], refresh: [...refresh.values()] },
    portals: [...world.portals.values()].map(dumpPortal),
  };
}

function readGrant(value: unknown) {
  const given = readObject(value, "token");
  return {
    token: readText(given.token, "token"),
    portalId: readText(given.portalId, "portalId"),
    userId: readInteger(given.userId, "userId"),
    user: readOptionalText(given.user, "user") ?? "",
    scopes: readTexts(given.scopes, "scopes"),
  };
}

function loadTokens(world: World, value: unknown): void {
  const tokens = readObject(value ?? {}, "tokens");
  for (const item of readOptionalArray(tokens.access, "access")) {
    const grant = readGrant(item);
    const expiresAt = readInteger(readObject(item).expiresAt, "expiresAt");
    world.grants.access.set(grant.token, { ...grant, expiresAt });
  }
  for (const item of readOptionalArray(tokens.refresh, "refresh")) {
    const grant = readGrant(item);
    world.grants.refresh.set(grant.token, grant);
  }
}

function loadPortal(world: World, value: unknown): void {
  const given = readObject(value, "portal");
  const portal = openPortal(world, readText(given.portalId, "portalId"), readPortalSettings(given));
  if (given.validationRules !== undefined) portal.validationRules = readRules(given.validationRules);
  loadSchema(portal, readObject(given.schema ?? {}, "schema"));
  if (given.owners !== undefined) portal.owners = readOwners(given.owners, portal.now());
  loadPipelines(portal, readObject(given.pipelines ?? {}, "pipelines"));
  loadRecords(portal, given);
}

/** Replaces everything that was there. */
export function loadState(world: World, state: Json): void {
  const portals = readArray(state.portals, "portals");
  world.portals.clear();
  world.grants.clear();
  world.clock.advance(readInteger(state.advancedByMs ?? 0, "advancedByMs") - world.clock.advancedBy());
  if (state.lag !== undefined) setLag(world, readObject(state.lag, "lag"));
  if (state.limits !== undefined) setLimits(world, readObject(state.limits, "limits"));
  for (const portal of portals) loadPortal(world, portal);
  loadTokens(world, state.tokens);
}

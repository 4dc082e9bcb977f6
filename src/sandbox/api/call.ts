// An authorised request: whose portal it is for, what it may do, and its parts read from the raw HTTP request.
import type { Request } from "express";
import type { Portal } from "../engine/portal.ts";
import { badAuthentication, expiredAuthentication, invalidJson, missingScopes } from "../errors.ts";
import type { AccessToken } from "../oauth/grants.ts";
import type { World } from "../world.ts";
import type { Family } from "./families.ts";

export interface Call {
  world: World;
  family: Family;
  portal: Portal;
  token: AccessToken;
  host: string;
  query: Record<string, unknown>;
  body: unknown;
  bodyLength: number;
  param(name: string): string;
  /** Refuses the call unless one of these scopes was granted. */
  need(...scopes: string[]): void;
}

export function bodyText(request: Request): string {
  return Buffer.isBuffer(request.body) ? request.body.toString("utf8") : "";
}

function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidJson(error instanceof Error ? error.message : "not JSON");
  }
}

export function bearerToken(request: Request): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

function authenticate(world: World, request: Request): AccessToken {
  const given = bearerToken(request);
  const token = given === undefined ? undefined : world.grants.access.get(given);
  if (!token || !world.portals.has(token.portalId)) throw badAuthentication();
  const now = world.clock.now();
  if (token.expiresAt <= now) throw expiredAuthentication(token.expiresAt, now);
  return token;
}

export function readCall(world: World, family: Family, request: Request, portal: Portal, token: AccessToken): Call {
  const text = bodyText(request);
  return {
    world,
    family,
    portal,
    token,
    host: request.headers.host ?? "localhost",
    query: { ...request.query },
    body: parseJson(text),
    bodyLength: text.length,
    param(name) {
      const value = request.params[name];
      return typeof value === "string" ? value : "";
    },
    need(...scopes) {
      if (!scopes.some((scope) => token.scopes.includes(scope))) throw missingScopes(scopes);
    },
  };
}

export function authorise(world: World, request: Request): { portal: Portal; token: AccessToken } {
  const token = authenticate(world, request);
  const portal = world.portals.get(token.portalId);
  if (!portal) throw badAuthentication();
  return { portal, token };
}

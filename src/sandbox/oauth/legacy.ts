// OAuth v1, which stops in February 2027: token information by path, and deleting a refresh token.
import type { Request } from "express";
import { noContent, ok, type Reply } from "../api/reply.ts";
import { notFound } from "../errors.ts";
import type { World } from "../world.ts";
import { aboutAccess, aboutGrant } from "./token.ts";

const tokenParam = ({ params }: Request) => (typeof params.token === "string" ? params.token : "");

export function accessTokenInfo(world: World, request: Request): Reply {
  const held = world.grants.access.get(tokenParam(request));
  if (!held || held.expiresAt <= world.clock.now()) throw notFound("access token not found or expired");
  return ok(aboutAccess(world, held));
}

export function refreshTokenInfo(world: World, request: Request): Reply {
  const held = world.grants.refresh.get(tokenParam(request));
  if (!held) throw notFound("refresh token not found");
  return ok(aboutGrant(held, held.token));
}

export function deleteRefreshToken(world: World, request: Request): Reply {
  if (!world.grants.refresh.delete(tokenParam(request))) throw notFound("refresh token not found");
  return noContent;
}

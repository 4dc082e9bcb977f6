// The token endpoints: exchange a code, refresh, introspect and revoke, with the errors HubSpot sends.
import type { Request } from "express";
import { bodyText } from "../api/call.ts";
import { ok, type Reply } from "../api/reply.ts";
import type { World } from "../world.ts";
import { type AccessToken, APP_ID, CLIENT_ID, CLIENT_SECRET, type Grant, type RefreshToken } from "./grants.ts";

const formOf = (request: Request) => new URLSearchParams(bodyText(request));

interface Refusal {
  error: string;
  status: string;
  message: string;
}

const REFUSALS = {
  BAD_AUTH_CODE: { error: "invalid_grant", message: "missing or unknown auth code" },
  BAD_REDIRECT_URI: { error: "invalid_grant", message: "missing or unknown redirect uri" },
  BAD_CODE_VERIFIER: { error: "invalid_grant", message: "the code verifier does not match the code challenge" },
  BAD_REFRESH_TOKEN: { error: "invalid_grant", message: "missing or invalid refresh token" },
  BAD_CLIENT_ID: { error: "invalid_client", message: "missing or unknown client id" },
  BAD_CLIENT_SECRET: { error: "invalid_client", message: "missing or invalid client secret" },
  BAD_GRANT_TYPE: { error: "unsupported_grant_type", message: "missing or unknown grant type" },
} as const;

type RefusalStatus = keyof typeof REFUSALS;

/** RFC 6749's fields and HubSpot's own, side by side. */
function refused(world: World, status: RefusalStatus): Reply {
  const { error, message }: Omit<Refusal, "status"> = REFUSALS[status];
  const body = {
    error,
    error_description: message,
    status,
    message,
    correlationId: world.random.uuid(),
    category: "VALIDATION_ERROR",
  };
  return { status: 400, body };
}

function badClient(form: URLSearchParams): RefusalStatus | undefined {
  if (form.get("client_id") !== CLIENT_ID) return "BAD_CLIENT_ID";
  return form.get("client_secret") === CLIENT_SECRET ? undefined : "BAD_CLIENT_SECRET";
}

function tokens(world: World, access: AccessToken, refresh: RefreshToken): Reply {
  return ok({
    token_type: "bearer",
    access_token: access.token,
    refresh_token: refresh.token,
    expires_in: Math.round((access.expiresAt - world.clock.now()) / 1000),
    token_use: "access_token",
    hub_id: Number(access.portalId),
    user_id: access.userId,
    scopes: access.scopes,
  });
}

export function exchangeToken(world: World, request: Request): Reply {
  const form = formOf(request);
  const wrongClient = badClient(form);
  if (wrongClient) return refused(world, wrongClient);
  if (form.get("grant_type") === "refresh_token") return refreshToken(world, form.get("refresh_token") ?? "");
  if (form.get("grant_type") !== "authorization_code") return refused(world, "BAD_GRANT_TYPE");
  const grant = world.grants.redeemCode(
    form.get("code") ?? "",
    form.get("redirect_uri") ?? "",
    form.get("code_verifier") ?? undefined,
  );
  if (typeof grant === "string") return refused(world, grant);
  return tokens(world, world.grants.issueAccess(grant), world.grants.issueRefresh(grant));
}

function refreshToken(world: World, token: string): Reply {
  const held = world.grants.refresh.get(token);
  const portal = held && world.portals.get(held.portalId);
  if (!held || !portal) return refused(world, "BAD_REFRESH_TOKEN");
  const rotates = portal.settings.rotateRefreshTokens;
  if (rotates) world.grants.revoke(token);
  return tokens(world, world.grants.issueAccess(held), rotates ? world.grants.issueRefresh(held) : held);
}

export const aboutGrant = (grant: Grant, token: string) => ({
  token,
  hub_id: Number(grant.portalId),
  user_id: grant.userId,
  user: grant.user,
  client_id: CLIENT_ID,
  app_id: APP_ID,
  hub_domain: `portal-${grant.portalId}.test`,
  scopes: grant.scopes,
  token_type: "bearer",
});

export function aboutAccess(world: World, held: AccessToken) {
  return {
    ...aboutGrant(held, held.token),
    expires_in: Math.max(0, Math.floor((held.expiresAt - world.clock.now()) / 1000)),
    is_private_distribution: false,
    signed_access_token: {
      expiresAt: held.expiresAt,
      scopes: "",
      hubId: Number(held.portalId),
      userId: held.userId,
      appId: APP_ID,
      signature: "sandbox",
      scopeToScopeGroupPks: "",
      newSignature: "sandbox",
      hublet: "na1",
      trialScopes: "",
      trialScopeToScopeGroupPks: "",
      isUserLevel: false,
      installingUserId: held.userId,
      isServiceAccount: false,
      appInstallId: held.portalId,
      audience: "sandbox",
      isPrivateDistribution: false,
    },
  };
}

export function introspectToken(world: World, request: Request): Reply {
  const form = formOf(request);
  const wrongClient = badClient(form);
  if (wrongClient) return refused(world, wrongClient);
  const token = form.get("token") ?? "";
  const access = world.grants.access.get(token);
  if (access && access.expiresAt > world.clock.now()) {
    return ok({ active: true, token_use: "access_token", ...aboutAccess(world, access) });
  }
  const refresh = world.grants.refresh.get(token);
  if (refresh) return ok({ active: true, token_use: "refresh_token", ...aboutGrant(refresh, token) });
  return ok({ active: false });
}

/** Revoking what is unknown or gone succeeds too. */
export function revokeToken(world: World, request: Request): Reply {
  const form = formOf(request);
  const wrongClient = badClient(form);
  if (wrongClient) return refused(world, wrongClient);
  world.grants.revoke(form.get("token") ?? "");
  return { status: 200 };
}

// The OAuth endpoints of every family, and the authorize page.
import { Router } from "express";
import { FAMILIES } from "../api/families.ts";
import type { Reply } from "../api/reply.ts";
import { type Answer, serve } from "../api/serve.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import type { World } from "../world.ts";
import { answerAuthorize, showAuthorize } from "./authorize.ts";
import { accessTokenInfo, deleteRefreshToken, refreshTokenInfo } from "./legacy.ts";
import { exchangeToken, introspectToken, revokeToken } from "./token.ts";

const AUTHORIZE = ["/oauth/authorize", "/oauth/:accountId/authorize"];

export function oauthRoutes(world: World): Router {
  const router = Router();
  const endpoint = (answer: (world: World, request: Parameters<Answer>[0]) => Reply) =>
    serve(world, (request) => answer(world, request));
  for (const { oauth } of FAMILIES) {
    router.post(`${oauth}/token`, endpoint(exchangeToken));
    router.post(`${oauth}/token/introspect`, endpoint(introspectToken));
    router.post(`${oauth}/token/revoke`, endpoint(revokeToken));
  }
  router.post("/oauth/v1/token", endpoint(exchangeToken));
  router.get("/oauth/v1/access-tokens/:token", endpoint(accessTokenInfo));
  router.get("/oauth/v1/refresh-tokens/:token", endpoint(refreshTokenInfo));
  router.delete("/oauth/v1/refresh-tokens/:token", endpoint(deleteRefreshToken));
  router.get(AUTHORIZE, pageHeaders, showAuthorize(world));
  router.post(AUTHORIZE, pageHeaders, answerAuthorize(world));
  return router;
}

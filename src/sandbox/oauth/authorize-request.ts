// Reads and checks what an app asks for on the authorize page; every problem is named in words for the page.

import type { Portal } from "../engine/portal.ts";
import { isScope } from "../schema/scopes.ts";
import { CLIENT_ID } from "./grants.ts";

export interface AuthorizeRequest {
  redirectUri: string;
  scopes: string[];
  optionalScopes: string[];
  state: string | undefined;
  challenge: string | undefined;
}

export type Checked = { request: AuthorizeRequest } | { problem: string };

const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

const words = (text: string) => text.split(/[\s+]+/).filter((word) => word !== "");

function redirectProblem(redirectUri: string): string | undefined {
  if (!URL.canParse(redirectUri)) return "The redirect URL is missing or is not a URL.";
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol === "https:" || (protocol === "http:" && LOCAL_HOSTS.has(hostname))) return undefined;
  return "The redirect URL must use https, except on localhost.";
}

export function readAuthorize(params: URLSearchParams): Checked {
  const clientId = params.get("client_id");
  if (clientId !== CLIENT_ID)
    return { problem: `No app has the client id ${clientId ?? "(none)"}. The sandbox's app is ${CLIENT_ID}.` };
  const redirectUri = params.get("redirect_uri") ?? "";
  const wrongRedirect = redirectProblem(redirectUri);
  if (wrongRedirect) return { problem: wrongRedirect };
  const scopes = words(params.get("scope") ?? "");
  const optionalScopes = words(params.get("optional_scope") ?? "");
  if (scopes.length === 0) return { problem: "The app asks for no scope at all." };
  const unknown = [...scopes, ...optionalScopes].filter((scope) => !isScope(scope));
  if (unknown.length > 0) return { problem: `These scopes do not exist or cannot be asked for: ${unknown.join(", ")}` };
  const challenge = params.get("code_challenge") ?? undefined;
  if (challenge !== undefined && params.get("code_challenge_method") !== "S256") {
    return { problem: "The code challenge must use the method S256." };
  }
  return { request: { redirectUri, scopes, optionalScopes, state: params.get("state") ?? undefined, challenge } };
}

export type Granted = { scopes: string[] } | { problem: string };

/** Optional scopes that the account cannot give are dropped without a word; a required one stops the installation. */
export function grantableScopes(portal: Portal, request: AuthorizeRequest): Granted {
  const lacking = portal.settings.unavailableScopes;
  const missing = request.scopes.filter((scope) => lacking.includes(scope));
  if (missing.length > 0) return { problem: `This account's subscription does not include: ${missing.join(", ")}` };
  const optional = request.optionalScopes.filter((scope) => !lacking.includes(scope));
  return { scopes: [...new Set(["oauth", ...request.scopes, ...optional])] };
}

export function redirectTo(request: AuthorizeRequest, answer: Record<string, string>): string {
  const target = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (request.state !== undefined) target.searchParams.set("state", request.state);
  return target.href;
}

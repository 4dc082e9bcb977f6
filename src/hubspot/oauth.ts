// HubSpot's token endpoint: refresh and introspect. The code exchange is passport's.
import { z } from "zod";
import { Disconnected, Later } from "../errors.ts";
import { version } from "./paths.ts";

export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  apiUrl: string;
}

export const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive(),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

const introspection = z.looseObject({
  active: z.boolean(),
  hub_id: z.coerce.string().nullish(),
  user: z.string().nullish(),
  user_id: z.coerce.string().nullish(),
  scopes: z.array(z.string()).nullish(),
});
export type Introspection = z.infer<typeof introspection>;

const failure = z.looseObject({
  error: z.string().catch(""),
  status: z.string().catch(""),
  message: z.string().catch(""),
});

const timeoutMs = 30_000;

async function post(
  app: OAuthApp,
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const form = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields });
  try {
    const response = await fetch(`${app.apiUrl}/oauth/${version}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: form,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch (error) {
    throw new Later(
      `HubSpot's sign-in cannot be reached (${error instanceof Error ? error.message : "no answer"})`,
      5_000,
    );
  }
}

/** @throws Disconnected when HubSpot has forgotten the install, Later for everything that may pass */
export async function refresh(app: OAuthApp, refreshToken: string): Promise<TokenAnswer> {
  const { status, body } = await post(app, "token", { grant_type: "refresh_token", refresh_token: refreshToken });
  const answer = tokenAnswer.safeParse(body);
  if (status < 300 && answer.success) return answer.data;
  const said = failure.catch({ error: "", status: "", message: "" }).parse(body);
  // The RFC field first; an unknown 400 needs a person's attention but is not taken for an uninstall.
  if (said.error === "invalid_grant" || said.status === "BAD_REFRESH_TOKEN") {
    throw new Disconnected(
      "HubSpot says that Hookswitch was removed from this portal, or its access was withdrawn. Install it again.",
    );
  }
  throw new Later(
    `HubSpot refused to renew the access (${said.status || said.error || status})`,
    status >= 500 || status === 429 ? 5_000 : 60_000,
  );
}

/** Whose token this is and what it may do. */
export async function introspect(app: OAuthApp, token: string): Promise<Introspection> {
  const { status, body } = await post(app, "token/introspect", { token, token_type_hint: "access_token" });
  const answer = introspection.safeParse(body);
  if (status >= 300 || !answer.success) throw new Later(`HubSpot did not tell whose access this is (${status})`, 5_000);
  return answer.data;
}

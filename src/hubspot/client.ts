// One request to HubSpot in a portal's name: paced, authorised, checked. The only importer of HubSpot's SDK.
// Never the SDK's limiter or retries: both are process-wide, so tenants would overwrite each other's, and its retry
// repeats POSTs, which makes duplicates.
import { Client } from "@hubspot/api-client";
import type { z } from "zod";
import { Later } from "../errors.ts";
import type { PortalId } from "../model/ids.ts";
import type { Pace } from "./pace.ts";
import { recordingReadyPath } from "./paths.ts";
import { parseJson, refusal } from "./refusal.ts";
import type { AccessTokens } from "./tokens.ts";

export interface Api {
  request<T>(
    method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
    path: string,
    body: unknown,
    answer: z.ZodType<T>,
  ): Promise<T>;
}

export interface RequestReport {
  portalId: PortalId;
  method: string;
  path: string;
  status: number;
  ms: number;
}

/** HubSpot itself gives up after 100 s: before that a write may still be carried out, and it is too early to look for it. */
const timeoutMs = 110_000;

export function createApi(options: {
  portalId: PortalId;
  apiUrl: string;
  tokens: AccessTokens;
  pace: Pace;
  /** Throws when the caller may not write any more. */
  permit(): Promise<void>;
  report(request: RequestReport): void;
}): Api {
  const { portalId, apiUrl, tokens, pace, permit, report } = options;

  const send = async (method: string, path: string, body: unknown, accessToken: string) => {
    await pace.turn(method === "POST" && path.endsWith("/search") ? "search" : "other");
    if (writes(method, path)) await permit();
    const started = performance.now();
    const client = new Client({ accessToken, basePath: apiUrl, numberOfApiCallRetries: 0 });
    let status = 0;
    try {
      const exchange = async () => {
        const response = await client.apiRequest({ method, path, ...(body === undefined ? {} : { body }) });
        status = response.status;
        pace.heard(response.headers);
        return { status, headers: response.headers, text: await response.text() };
      };
      return await withTimeout(exchange());
    } catch (error) {
      if (error instanceof Later) throw error;
      throw new Later(`HubSpot cannot be reached (${error instanceof Error ? error.message : "no answer"})`, 1_000);
    } finally {
      report({ portalId, method, path, status, ms: performance.now() - started });
    }
  };

  return {
    async request(method, path, body, answer) {
      const token = await tokens.get(portalId);
      let response = await send(method, path, body, token);
      if (response.status === 401) response = await send(method, path, body, await tokens.get(portalId, token));
      if (response.status < 200 || response.status > 299)
        throw refusal(response.status, response.headers, response.text);
      const parsed = answer.safeParse(response.text === "" ? null : parseJson(response.text));
      if (parsed.success) return parsed.data;
      // It may well have done what was asked: the next run looks before it asks again.
      throw new Later(`HubSpot's answer to ${method} ${path} was not understood`, 5_000);
    },
  };
}

/** What makes or changes records; reading in batches is a POST too. */
function writes(method: string, path: string): boolean {
  const isBatch = /\/batch\/(create|update|upsert|associate\/default)$/.test(path);
  return method === "PATCH" || isBatch || path === recordingReadyPath;
}

function withTimeout<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(new Later("HubSpot did not answer in time", 1_000)), timeoutMs);
  });
  return Promise.race([promise, expiry]).finally(() => clearTimeout(timer));
}

// HubSpot's answers that are not a success → Refused, Later or Disconnected. The one place where that is decided.
import { z } from "zod";
import { Disconnected, Later, Refused } from "../errors.ts";
import { propertiesIn, reasonOf } from "./reason.ts";

const errorBody = z
  .looseObject({
    message: z.string().catch(""),
    category: z.string().catch(""),
    policyName: z.string().catch(""),
    correlationId: z.string().catch(""),
    context: z.record(z.string(), z.unknown()).catch({}),
    errors: z
      .array(z.looseObject({ message: z.string().catch(""), context: z.record(z.string(), z.unknown()).catch({}) }))
      .catch([]),
  })
  .catch({ message: "", category: "", policyName: "", correlationId: "", context: {}, errors: [] });
export type ErrorBody = z.infer<typeof errorBody>;

/** A 4xx that will not change by waiting. */
export class ApiRefusal extends Refused {
  readonly status: number;
  /** HubSpot's own words; the message is for people. */
  readonly said: string;
  /** A record that the request names does not exist any more. */
  readonly isGone: boolean;
  /** Names of the properties that HubSpot finds fault with. */
  readonly properties: readonly string[];
  constructor(status: number, message: string, said: string, gone: boolean, properties: readonly string[] = []) {
    super(message, status === 403);
    this.status = status;
    this.said = said;
    this.isGone = gone;
    this.properties = properties;
  }
}

/**
 * An association that names a deleted record is refused as invalid, with the record in the context.
 * A mere 404 says less: it may be about the path.
 */
export function isGone(error: Pick<ErrorBody, "category" | "context">): boolean {
  return error.category === "OBJECT_NOT_FOUND" || "INVALID_OBJECT_IDS" in error.context;
}

const second = 1000;
const hour = 3600 * second;

export function refusal(status: number, headers: Headers, text: string): Refused | Later | Disconnected {
  const body = errorBody.parse(parseJson(text));
  const retryAfter = Number(headers.get("retry-after")) * second;
  const asked = (fallback: number) => (Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : fallback);
  const said = body.message || `HubSpot answered ${status}`;

  if (status === 429)
    return new Later(`HubSpot's limit is reached (${body.policyName || "rate limit"})`, asked(limitWait(body)), false);
  // A lock during many writes; HubSpot says it lasts 2 seconds.
  if (status === 423) return new Later("HubSpot has locked the records for a moment", asked(2 * second), false);
  if (status === 477) return new Later("HubSpot is moving this account to another data centre", asked(hour), false);
  if (status >= 500) return new Later(`HubSpot cannot answer at the moment (${status})`, asked(second));
  // One that was given a moment ago has expired too: that is no withdrawal, and whoever asks anew gets a fresh one.
  if (status === 401 && body.category === "EXPIRED_AUTHENTICATION")
    return new Later("HubSpot says that the access it has just given has expired", 5 * second, false);
  if (status === 401)
    return new Disconnected("HubSpot no longer accepts the app's access to this portal. Install Hookswitch again.");
  if (status === 403) {
    return new ApiRefusal(status, missingScopes(body) ?? `HubSpot did not allow it: ${said}`, said, false);
  }
  const error = { ...body, message: said };
  return new ApiRefusal(status, reasonOf(error), said, isGone(body), propertiesIn(error));
}

function limitWait(body: ErrorBody): number {
  if (body.policyName === "DAILY") return hour;
  return /secondly limit/i.test(body.message) || (/SECONDLY/.test(body.policyName) && !/TEN/.test(body.policyName))
    ? second
    : 10 * second;
}

function missingScopes(body: ErrorBody): string | null {
  if (body.category !== "MISSING_SCOPES") return null;
  const scopes = body.errors.flatMap((error) => Object.values(error.context).flat()).map(String);
  const named = scopes.length > 0 ? `: ${[...new Set(scopes)].join(", ")}` : "";
  return `Hookswitch lacks a permission in HubSpot${named}. Install it again and grant it.`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// HubSpot's error bodies: one error class, and a constructor for each refusal that HubSpot is known to send.

export type Context = Record<string, string[]>;

export interface ErrorDetail {
  message: string;
  code?: string;
  in?: string;
  subCategory?: string;
  context?: Context;
}

export interface ErrorExtras {
  subCategory?: string | undefined;
  context?: Context | undefined;
  errors?: ErrorDetail[] | undefined;
  links?: Record<string, string> | undefined;
  /** Fields outside the usual error body, such as policyName of a 429. */
  fields?: Record<string, string> | undefined;
}

export class HubSpotError extends Error {
  readonly status: number;
  readonly category: string;
  readonly extras: ErrorExtras;

  constructor(status: number, category: string, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.status = status;
    this.category = category;
    this.extras = extras;
  }
}

export function errorBody(error: HubSpotError, correlationId: string): Record<string, unknown> {
  const { fields, subCategory, context, errors, links } = error.extras;
  return {
    status: "error",
    message: error.message,
    correlationId,
    category: error.category,
    ...(subCategory && { subCategory }),
    ...(context && { context }),
    ...(errors && { errors }),
    ...(links && { links }),
    ...fields,
  };
}

export const invalid = (message: string, extras: ErrorExtras = {}) =>
  new HubSpotError(400, "VALIDATION_ERROR", message, extras);

export const invalidJson = (detail: string) => invalid(`Invalid input JSON: ${detail}`);

export const notFound = (message = "resource not found", extras: ErrorExtras = {}) =>
  new HubSpotError(404, "OBJECT_NOT_FOUND", message, extras);

export const conflict = (message: string, extras: ErrorExtras = {}) =>
  new HubSpotError(409, "CONFLICT", message, extras);

export interface PropertyProblem {
  name: string;
  code: string;
  message: string;
}

// HubSpot packs the details into the message as JSON and, since 2024, repeats them under errors.
export function invalidProperties(problems: readonly PropertyProblem[]): HubSpotError {
  const packed = problems.map(({ name, code, message }) => ({ isValid: false, message, error: code, name }));
  return invalid(`Property values were not valid: ${JSON.stringify(packed)}`, {
    errors: problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } })),
  });
}

export function missingScopes(scopes: readonly string[]): HubSpotError {
  return new HubSpotError(
    403,
    "MISSING_SCOPES",
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: "One or more of the following scopes are required.",
          context: { requiredGranularScopes: [...scopes] },
        },
      ],
      links: { scopes: "https://developers.hubspot.com/scopes" },
    },
  );
}

export const badAuthentication = () =>
  new HubSpotError(
    401,
    "INVALID_AUTHENTICATION",
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
  );

export function expiredAuthentication(expiredAt: number, now: number): HubSpotError {
  const seconds = Math.max(0, Math.floor((now - expiredAt) / 1000));
  return new HubSpotError(
    401,
    "EXPIRED_AUTHENTICATION",
    `The OAuth token used to make this call expired ${seconds} second(s) ago.`,
    { context: { "expire time": [new Date(expiredAt).toISOString()] } },
  );
}

export function rateLimited(policyName: "TEN_SECONDLY_ROLLING" | "SECONDLY", requestId: string): HubSpotError {
  const period = policyName === "SECONDLY" ? "secondly" : "ten_secondly_rolling";
  return new HubSpotError(429, "RATE_LIMITS", `You have reached your ${period} limit.`, {
    fields: { errorType: "RATE_LIMIT", policyName, requestId },
  });
}

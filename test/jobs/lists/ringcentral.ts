// RingCentral's call log: a token for the JWT, pages by navigation, groups Auth and Heavy with Retry-After.
import { between, isBasic, iso, type KnownCall, type ListOfCalls, newestFirst, pageSize } from "./list.ts";

function row({ n, startedAt, seconds, phone }: KnownCall) {
  const to = { phoneNumber: "+380441112233", extensionId: "9", name: "Olena Koval" };
  const leg = { direction: "Inbound", result: "Accepted", duration: seconds, from: { phoneNumber: phone }, to };
  return {
    id: `r${n}`,
    sessionId: String(n),
    telephonySessionId: `s-${n}`,
    startTime: iso(startedAt),
    duration: seconds,
    type: "Voice",
    direction: "Inbound",
    action: "Phone Call",
    result: "Accepted",
    from: { phoneNumber: phone },
    to,
    legs: [leg],
  };
}

export const ringcentralList: ListOfCalls = {
  provider: "ringcentral",
  account: { clientId: "id", clientSecret: "secret", jwt: "right" },
  tooMany: () => ({
    status: 429,
    headers: { "retry-after": "60", "x-rate-limit-group": "heavy", "x-rate-limit-window": "60" },
    json: { errorCode: "CMN-301", message: "Request rate exceeded" },
  }),
  refused: { status: 400, json: { error: "invalid_grant", error_description: "Token not found" } },
  answer(asked, calls) {
    const { host, pathname, searchParams } = asked.url;
    if (host !== "platform.ringcentral.com") return { status: 404 };
    if (pathname === "/restapi/oauth/token") {
      const assertion = new URLSearchParams(asked.body).get("assertion");
      const isRight = isBasic(asked, "id", "secret") && assertion === "right";
      return isRight ? { json: { access_token: "token", token_type: "bearer", expires_in: 3600 } } : null;
    }
    if (pathname !== "/restapi/v1.0/account/~/call-log") return { status: 404 };
    if (asked.headers.authorization !== "Bearer token") return { status: 401, json: { errorCode: "TokenInvalid" } };
    const [from, to] = ["dateFrom", "dateTo"].map((name) => Date.parse(searchParams.get(name) ?? ""));
    const listed = newestFirst(between(calls, from ?? 0, to ?? 0));
    const page = Number(searchParams.get("page") ?? 1);
    const next = new URL(asked.url);
    next.searchParams.set("page", String(page + 1));
    const isLast = page * pageSize >= listed.length;
    return {
      json: {
        records: listed.slice((page - 1) * pageSize, page * pageSize).map(row),
        paging: { page, perPage: pageSize },
        navigation: isLast ? {} : { nextPage: { uri: next.href } },
      },
    };
  },
};

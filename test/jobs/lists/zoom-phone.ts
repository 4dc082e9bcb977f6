// Zoom's GET /v2/phone/call_history: a token for the account, next_page_token, an entry for everybody who took part.
import { between, isBasic, iso, type KnownCall, type ListOfCalls, newestFirst, pageSize } from "./list.ts";

function rows({ n, startedAt, seconds, phone }: KnownCall) {
  const plain = {
    call_id: String(n),
    direction: "inbound",
    connect_type: "external",
    caller_did_number: phone,
    callee_did_number: "+380441112233",
    start_time: iso(startedAt),
    end_time: iso(startedAt + seconds * 1000),
    duration: seconds,
  };
  const answered = { ...plain, answer_time: iso(startedAt + 5000), talk_time: seconds - 5 };
  const person = (id: string, name: string) => ({ callee_ext_type: "user", callee_ext_id: id, callee_name: name });
  return [
    {
      ...answered,
      id: `q-${n}`,
      event: "incoming",
      callee_ext_type: "call_queue",
      callee_name: "Sales",
      result: "answered",
    },
    { ...answered, ...person("u1", "Olena Koval"), id: `a-${n}`, event: "ring_to_member", result: "answered" },
    { ...plain, ...person("u2", "Marko Shevchuk"), id: `b-${n}`, event: "ring_to_member", result: "ring_timeout" },
  ];
}

export const zoomPhoneList: ListOfCalls = {
  provider: "zoom-phone",
  account: { accountId: "account", clientId: "id", clientSecret: "right" },
  // A time is named for the limit a day only.
  tooMany: () => ({
    status: 429,
    headers: { "x-ratelimit-category": "Heavy", "x-ratelimit-type": "QPS", "x-ratelimit-remaining": "0" },
    json: { code: 429, message: "You have reached the maximum per-second rate limit for this API." },
  }),
  refused: { status: 400, json: { reason: "Invalid client_id or client_secret", error: "invalid_client" } },
  answer(asked, calls) {
    const { host, pathname, searchParams } = asked.url;
    if (host === "zoom.us" && pathname === "/oauth/token") {
      const form = new URLSearchParams(asked.body);
      const isRight = form.get("grant_type") === "account_credentials" && form.get("account_id") === "account";
      if (!isRight || !isBasic(asked, "id", "right")) return null;
      return {
        json: { access_token: "token", token_type: "bearer", expires_in: 3600, api_url: "https://api-eu.zoom.us" },
      };
    }
    if (host !== "api-eu.zoom.us" || pathname !== "/v2/phone/call_history") return { status: 404 };
    if (asked.headers.authorization !== "Bearer token") return { status: 401, json: { code: 124 } };
    const [from, to] = ["from", "to"].map((name) => Date.parse(searchParams.get(name) ?? ""));
    const listed = newestFirst(between(calls, from ?? 0, to ?? 0)).flatMap(rows);
    const begin = Number((searchParams.get("next_page_token") ?? "at-0").slice(3));
    const next = begin + pageSize < listed.length ? `at-${begin + pageSize}` : "";
    return { json: { call_logs: listed.slice(begin, begin + pageSize), next_page_token: next, page_size: pageSize } };
  },
};

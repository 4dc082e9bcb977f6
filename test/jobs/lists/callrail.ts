// CallRail's GET /v3/a/{account_id}/calls.json: times to the minute, relative pages, a bare 429.
import { between, iso, type KnownCall, type ListOfCalls, oldestFirst, pageSize } from "./list.ts";

function row({ n, startedAt, seconds, phone }: KnownCall) {
  return {
    id: `CAL${n}`,
    direction: "inbound",
    answered: true,
    call_type: "answered",
    customer_phone_number: phone,
    customer_name: "KYIV",
    tracking_phone_number: "+380441112233",
    business_phone_number: "+380441112244",
    start_time: iso(startedAt),
    duration: seconds,
    voicemail: false,
    source: "google_paid",
    tags: [],
  };
}

export const callrailList: ListOfCalls = {
  provider: "callrail",
  account: { account_id: "ACC1", api_key: "right" },
  tooMany: () => ({ status: 429, json: { error: "Rate limit exceeded" } }),
  refused: { status: 401, json: { error: "HTTP Token: Access denied." } },
  answer({ url, headers }, calls) {
    if (url.host !== "api.callrail.com" || url.pathname !== "/v3/a/ACC1/calls.json") return { status: 404 };
    if (headers.authorization !== 'Token token="right"') return null;
    const { searchParams } = url;
    const at = (name: string) => Date.parse(`${searchParams.get(name)}Z`);
    const listed = oldestFirst(between(calls, at("start_date"), at("end_date")));
    const begin = Number(searchParams.get("offset") ?? 0);
    const next = new URL(url);
    next.searchParams.set("offset", String(begin + pageSize));
    const hasNext = begin + pageSize < listed.length;
    return {
      json: {
        per_page: pageSize,
        calls: listed.slice(begin, begin + pageSize).map(row),
        has_next_page: hasNext,
        ...(hasNext && { next_page: next.href }),
      },
    };
  },
};

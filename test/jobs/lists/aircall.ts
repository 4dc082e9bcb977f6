// Aircall's GET /v1/calls: seconds, numbered pages with meta, X-AircallApi-Reset beside a 429.
import { between, isBasic, type KnownCall, type ListOfCalls, oldestFirst, pageSize } from "./list.ts";

function row({ n, startedAt, seconds, phone }: KnownCall) {
  const start = startedAt / 1000;
  return {
    id: n,
    sid: `CA-${n}`,
    direction: "inbound",
    status: "done",
    missed_call_reason: null,
    started_at: start,
    answered_at: start + 5,
    ended_at: start + seconds,
    duration: seconds,
    raw_digits: phone,
    user: { id: 1, name: "Olena Koval", email: "olena.koval@acme.test" },
    number: { digits: "+380 44 111 22 33", name: "Kyiv" },
    tags: [],
    comments: [],
  };
}

export const aircallList: ListOfCalls = {
  provider: "aircall",
  account: { api_id: "id", api_token: "right" },
  tooMany: (seconds, now) => ({
    status: 429,
    headers: {
      "x-aircallapi-limit": "60",
      "x-aircallapi-remaining": "0",
      "x-aircallapi-reset": String(now / 1000 + seconds),
    },
    json: { error: "Rate limit exceeded" },
  }),
  refused: { status: 401, json: { error: "Unauthorized" } },
  answer(asked, calls) {
    const { host, pathname, searchParams } = asked.url;
    if (host !== "api.aircall.io" || pathname !== "/v1/calls") return { status: 404 };
    if (!isBasic(asked, "id", "right")) return null;
    const [from, to, page] = ["from", "to", "page"].map((name) => Number(searchParams.get(name)));
    const listed = oldestFirst(between(calls, (from ?? 0) * 1000, (to ?? 0) * 1000));
    const [end, current] = [(page ?? 1) * pageSize, page ?? 1];
    const isLast = end >= listed.length;
    return {
      json: {
        calls: listed.slice(end - pageSize, end).map(row),
        meta: {
          count: Math.min(pageSize, listed.length),
          total: listed.length,
          current_page: current,
          per_page: pageSize,
          next_page_link: isLast
            ? null
            : `https://api.aircall.io/v1/calls?order=asc&page=${current + 1}&per_page=${pageSize}`,
          previous_page_link: null,
        },
      },
    };
  },
};

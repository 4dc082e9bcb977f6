// Dialpad's GET /api/v2/call: milliseconds, a cursor, an item for the call and one for the phone that took it.
import { between, type KnownCall, type ListOfCalls, newestFirst, pageSize } from "./list.ts";

function rows({ n, startedAt, seconds, phone }: KnownCall) {
  const [root, operator] = [String(5_000_000_000_000_000 + n), String(6_000_000_000_000_000 + n)];
  const plain = {
    direction: "inbound",
    state: "hangup",
    external_number: phone,
    internal_number: "+380441112233",
    contact: { phone, type: "local", name: phone },
    date_started: startedAt,
    date_connected: startedAt + 5_000,
    date_ended: startedAt + seconds * 1000,
    total_duration: seconds * 1000,
    talk_time: seconds * 1000 - 5_000,
  };
  const person = { type: "user", id: 1, name: "Olena Koval", email: "olena.koval@acme.test" };
  return [
    { ...plain, call_id: operator, entry_point_call_id: root, target: person },
    { ...plain, call_id: root, operator_call_id: operator, target: { type: "department", id: 2, name: "Sales" } },
  ];
}

export const dialpadList: ListOfCalls = {
  provider: "dialpad",
  account: { apiKey: "right" },
  tooMany: () => ({ status: 429, json: { error: { code: 429, message: "Rate limit exceeded" } } }),
  refused: { status: 401, json: { error: { code: 401, message: "Unauthorized" } } },
  answer({ url, headers }, calls) {
    if (url.host !== "dialpad.com" || url.pathname !== "/api/v2/call") return { status: 404 };
    if (headers.authorization !== "Bearer right") return null;
    const [from, to] = ["started_after", "started_before"].map((name) => Number(url.searchParams.get(name)));
    const listed = newestFirst(between(calls, from ?? 0, to ?? 0)).flatMap(rows);
    const begin = Number((url.searchParams.get("cursor") ?? "c0").slice(1));
    const next = begin + pageSize;
    return { json: { items: listed.slice(begin, next), ...(next < listed.length && { cursor: `c${next}` }) } };
  },
};

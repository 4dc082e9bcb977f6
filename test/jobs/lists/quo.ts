// Quo's GET /calls of the dated API: times with a comparison in their name, a cursor, 10 questions a second.
import { between, type KnownCall, type ListOfCalls, newestFirst, pageSize } from "./list.ts";

function row({ n, startedAt, seconds, phone }: KnownCall) {
  const at = (ms: number) => new Date(startedAt + ms).toISOString();
  return {
    id: `AC${n}`,
    object: "call",
    direction: "incoming",
    status: "completed",
    createdAt: at(0),
    answeredAt: at(5_000),
    completedAt: at(seconds * 1000),
    duration: seconds - 5,
    actorId: "US1",
    participants: [
      { phoneNumber: phone, actorId: null },
      { phoneNumber: "+380441112233", actorId: "US1" },
    ],
  };
}

export const quoList: ListOfCalls = {
  provider: "quo",
  account: { apiKey: "right" },
  tooMany: () => ({ status: 429, json: { code: "0101429", title: "Too Many Requests", status: 429 } }),
  refused: { status: 401, json: { code: "0101401", title: "Unauthorized", status: 401 } },
  answer({ url, headers }, calls) {
    if (url.host !== "api.quo.com" || url.pathname !== "/calls") return { status: 404 };
    if (headers.authorization !== "right") return null;
    if (!/^\d{4}-\d\d-\d\d$/.test(headers["quo-api-version"] ?? "")) return { status: 400 };
    const [from, to] = ["createdAt[gte]", "createdAt[lte]"].map((name) => Date.parse(url.searchParams.get(name) ?? ""));
    const listed = newestFirst(between(calls, from ?? 0, to ?? 0));
    const after = url.searchParams.get("after");
    const begin = after === null ? 0 : listed.findIndex(({ n }) => `after-${n}` === after) + 1;
    const page = listed.slice(begin, begin + pageSize);
    const nextCursor = begin + pageSize < listed.length ? `after-${page.at(-1)?.n}` : null;
    return { json: { data: page.map(row), nextCursor } };
  },
};

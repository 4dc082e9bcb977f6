// Ringostat's GET /calls/list: times in the project's zone, no pages, at most 6,500 calls to one question.
import { type KnownCall, type ListOfCalls, newestFirst } from "./list.ts";

const most = 6_500;
/** Kyiv in winter; the tests' portal lives there. */
const zoneMs = 2 * 3_600_000;
const local = (at: number) => new Date(at + zoneMs).toISOString().slice(0, 19).replace("T", " ");

function row({ n, startedAt, seconds, phone }: KnownCall) {
  return {
    uniqueid: `us1_-${n}`,
    calldate: local(startedAt),
    call_type: "in",
    caller_number: phone,
    dst: "380441112233",
    connected_with: "acme_101",
    disposition: "ANSWERED",
    duration: String(seconds),
    billsec: String(seconds - 5),
    waittime: "5",
    employee_fio: "Olena Koval",
    additional_number: "101",
  };
}

export const ringostatList: ListOfCalls = {
  provider: "ringostat",
  account: { authKey: "right" },
  // None is documented.
  tooMany: () => ({ status: 429 }),
  refused: { status: 401, json: { error: "Unauthorized" } },
  answer({ url, headers }, calls) {
    if (url.host !== "api.ringostat.net" || url.pathname !== "/calls/list") return { status: 404 };
    if (headers["auth-key"] !== "right") return null;
    const [from, to] = [url.searchParams.get("from") ?? "", url.searchParams.get("to") ?? ""];
    const shape = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
    if (!shape.test(from) || !shape.test(to)) return { status: 400, json: { error: "from" } };
    const names = new Set((url.searchParams.get("fields") ?? "").split(","));
    if (names.has("userfield") || names.has("recording_wav")) return { status: 400, json: { error: "unknown field" } };
    const listed = newestFirst(calls.filter(({ startedAt }) => local(startedAt) >= from && local(startedAt) <= to));
    const rows = listed.slice(0, most).map((call) => Object.entries(row(call)).filter(([name]) => names.has(name)));
    return { json: rows.map((entries) => Object.fromEntries(entries)) };
  },
};

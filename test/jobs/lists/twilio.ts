// Twilio's Calls resource: narrowed by days, newest first, legs as calls of their own, next_page_uri, 429 without a time.
import { between, isBasic, type KnownCall, type ListOfCalls, newestFirst, pageSize } from "./list.ts";

const sid = `AC${"0".repeat(32)}`;
const dayMs = 86_400_000;

const mailTime = (at: number) => new Date(at).toUTCString().replace("GMT", "+0000");

function rows({ n, startedAt, seconds, phone }: KnownCall) {
  const plain = { status: "completed", caller_name: null, answered_by: null, start_time: mailTime(startedAt) };
  const ended = { ...plain, end_time: mailTime(startedAt + seconds * 1000), duration: String(seconds) };
  const call = {
    ...ended,
    sid: `CA${n}`,
    parent_call_sid: null,
    direction: "inbound",
    from: phone,
    to: "+380441112233",
  };
  const leg = {
    ...ended,
    sid: `CL${n}`,
    parent_call_sid: `CA${n}`,
    direction: "outbound-dial",
    from: phone,
    to: "client:olena",
  };
  return [leg, call];
}

export const twilioList: ListOfCalls = {
  provider: "twilio",
  account: { accountSid: sid, authToken: "right" },
  tooMany: () => ({ status: 429, json: { code: 20429, message: "Too Many Requests", status: 429 } }),
  refused: { status: 401, json: { code: 20003, message: "Authenticate", status: 401 } },
  answer(asked, calls) {
    const { pathname, searchParams } = asked.url;
    if (asked.url.host !== "api.twilio.com" || pathname !== `/2010-04-01/Accounts/${sid}/Calls.json`)
      return { status: 404 };
    if (!isBasic(asked, sid, "right")) return null;
    const [from, to] = [searchParams.get("StartTime>") ?? "", searchParams.get("StartTime<") ?? ""];
    const listed = newestFirst(between(calls, Date.parse(from), Date.parse(to) + dayMs - 1)).flatMap(rows);
    const page = Number(searchParams.get("Page") ?? 0);
    const next = new URLSearchParams(searchParams);
    next.set("Page", String(page + 1));
    const isLast = (page + 1) * pageSize >= listed.length;
    return {
      json: {
        page,
        page_size: pageSize,
        calls: listed.slice(page * pageSize, (page + 1) * pageSize),
        next_page_uri: isLast ? null : `${pathname}?${next}`,
      },
    };
  },
};

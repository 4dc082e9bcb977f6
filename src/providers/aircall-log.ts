// Aircall's own list of calls, to find those of which no webhook came (GET /v1/calls).
import { endedCall } from "./aircall-moment.ts";
import type { Ask, CallLog, Window } from "./call-log.ts";
import type { Account, Connection, Reading } from "./provider.ts";
import { listOf, numberOf, objectOf, textOf } from "./values.ts";

export const aircallLog: CallLog = {
  // Aircall allows a company 60 a minute by its older pages, 120 by its newer ones, for all its integrations together.
  perMinute: 30,
  pages,
  read,
};

const address = "https://api.aircall.io/v1/calls";
const pageSize = 50;
/** Aircall lists no more calls than this to one question, however many pages are asked for. */
const mostCalls = 10_000;

async function* pages({ from, to }: Window, account: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const [start, end] = [Math.floor(from.getTime() / 1000), Math.ceil(to.getTime() / 1000)];
  for (let page: number | null = 1; page !== null; ) {
    const { calls, total, next } = await askFor(start, end, page, account, ask);
    if (total > mostCalls && end - start > 1) {
      const middle = new Date(Math.floor((start + end) / 2) * 1000);
      yield* pages({ from, to: middle }, account, ask);
      yield* pages({ from: middle, to }, account, ask);
      return;
    }
    if (calls.length > 0) yield calls;
    page = next !== null && next > page ? next : null;
  }
}

interface Page {
  calls: unknown[];
  total: number;
  /** null: this is the last one. */
  next: number | null;
}

async function askFor(from: number, to: number, page: number, account: Account, ask: Ask): Promise<Page> {
  const query = `from=${from}&to=${to}&order=asc&per_page=${pageSize}&page=${page}`;
  const { status, json } = await ask({ method: "GET", url: `${address}?${query}`, headers: authorization(account) });
  if (status === 401 || status === 403) throw new Error(`Aircall refused the API ID or the API token (${status}).`);
  if (status !== 200) throw new Error(`Aircall answered ${status} to the question for its list of calls.`);
  const body = objectOf(json);
  const meta = objectOf(body.meta);
  return { calls: listOf(body.calls), total: numberOf(meta.total) ?? 0, next: pageOf(meta.next_page_link) };
}

/** Only its number is taken: the link may leave out the window, and the token is for Aircall's own address alone. */
function pageOf(link: unknown): number | null {
  const url = URL.parse(textOf(link) ?? "");
  return numberOf(url?.searchParams.get("page"));
}

function authorization({ api_id = "", api_token = "" }: Account): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${api_id}:${api_token}`).toString("base64")}` };
}

function read(call: unknown, connection: Connection): Reading {
  const data = objectOf(call);
  if (data.status !== "done") return { ignored: "The call in Aircall's list has not ended yet." };
  return endedCall(data, connection);
}

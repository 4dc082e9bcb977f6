// What a sender's answer for a recording becomes for the listener: all of it, a part of it, or why there is none. Pure.
import type { IncomingHttpHeaders } from "node:http";
import { type AskedRange, type Span, spanOf } from "./byte-range.ts";

export type RecordingAnswer =
  | { status: 200 | 206; headers: Record<string, string> /** To be cut out by us. */; cut: Span | null }
  | { status: 404 | 416 | 502; headers: Record<string, string>; because: string };

export function answerTo(
  asked: AskedRange | null,
  source: { status: number; headers: IncomingHttpHeaders },
): RecordingAnswer {
  const { status, headers } = source;
  const type = typeOf(headers["content-type"]);
  if (status === 416 && asked) return outside(/^bytes \*\/\d+$/.exec(headers["content-range"] ?? "")?.[0]);
  if (status !== 200 && status !== 206) return refused(status);
  if (type === null) return failure(502, "The phone system answered with a page instead of the recording.");
  const about = { "content-type": type, "accept-ranges": "bytes" };
  if (status === 206) return asked ? partial(headers, about) : failure(502, "The phone system sent only a part.");

  const given = headers["content-length"];
  if (given === undefined) return { status: 200, headers: about, cut: null };
  const length = Number(given);
  // Without its length no part of it can be told from the whole, so then the whole is sent.
  if (!asked) return { status: 200, headers: { ...about, "content-length": given }, cut: null };
  const cut = spanOf(asked, length);
  if (!cut) return outside(`bytes */${length}`);
  return { status: 206, headers: { ...about, ...rangeHeaders(cut, length) }, cut };
}

/** The sender cut it out itself. */
function partial(headers: IncomingHttpHeaders, about: Record<string, string>): RecordingAnswer {
  const [, first, last, length] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers["content-range"] ?? "") ?? [];
  if (!first || !last || !length) return failure(502, "The phone system did not say which part it sent.");
  const span = { first: Number(first), last: Number(last) };
  return { status: 206, headers: { ...about, ...rangeHeaders(span, length) }, cut: null };
}

function rangeHeaders({ first, last }: Span, length: number | string): Record<string, string> {
  return { "content-range": `bytes ${first}-${last}/${length}`, "content-length": String(last - first + 1) };
}

function outside(contentRange: string | undefined): RecordingAnswer {
  const headers: Record<string, string> = contentRange ? { "content-range": contentRange } : {};
  return { status: 416, headers, because: "The recording has no such part." };
}

function refused(status: number): RecordingAnswer {
  if (status === 404 || status === 410) return failure(404, "The phone system no longer has this recording.");
  if (status === 401 || status === 403) {
    const advice = "Check its account on the settings page of Hookswitch.";
    return failure(502, `The phone system did not let us have the recording (${status}). ${advice}`);
  }
  return failure(502, `The phone system answered ${status} instead of the recording.`);
}

function failure(status: 404 | 502, because: string): RecordingAnswer {
  return { status, headers: {}, because };
}

/** What is no sound is not named, so that no browser takes it for a page of ours; null for what is no recording at all. */
function typeOf(contentType: string | undefined): string | null {
  const [type = ""] = (contentType ?? "").toLowerCase().split(";");
  if (/^\s*(text\/|application\/(json|xml|xhtml))/.test(type)) return null;
  return /^audio\/[\w.+-]+$/.test(type.trim()) ? type.trim() : "application/octet-stream";
}

// The HTML body of an activity that may be longer than HubSpot takes and that people may have written into: their words
// first, then ours as far as there is room, and always its reference at the end.
import { cutHtml } from "./cut-html.ts";
import { link } from "./html.ts";
import { type Layout, ownWords, parted } from "./own-words.ts";
import { taskReference } from "./task.ts";

/** HubSpot refuses a longer one as a whole. */
export const longestBody = 65_536;

export interface Content {
  /** Stands between people's words and ours, once they have written some: who tells, and a colon. */
  heading: string;
  /** Top-level HTML blocks; once they fill the body no more are asked for. */
  blocks(): Iterable<string>;
  /** Where all of it can be read. */
  whole: { url: string | null; source: string };
  /** The key of the write that made the activity. */
  key: string;
}

/** An activity that is in HubSpot already. */
export interface Edited {
  /** The body as we last wrote it. */
  written: string;
  /** As it stands in HubSpot now. */
  standing: string;
}

const boundary = /<[bh]r\s*\/?>|<\/?(?:p|div|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|blockquote|pre)(?:\s[^>]*)?>/i;

export function activityBody(content: Content, edited: Edited | null = null): string {
  if (!edited) return bodyOf(content, "");
  const { written, standing } = edited;
  const layout: Layout = { heading: content.heading, boundary };
  if (bodyOf(content, parted(written, layout.heading).above) === written) return written;
  const theirs = ownWords(written, standing, layout).map((line) => withoutReference(line, content.key));
  const body = bodyOf(content, theirs.filter(Boolean).join("<br>"));
  // Without room for ours it stays as it is: what people wrote counts more.
  return body.length > longestBody ? written : body;
}

function bodyOf({ heading, blocks, whole, key }: Content, theirs: string): string {
  const above = theirs === "" ? "" : `${harmless(cutHtml(theirs, Number.POSITIVE_INFINITY))}<br>${heading}`;
  const end = `<br>${taskReference(key)}`;
  const room = longestBody - above.length - end.length;
  let ours = "";
  for (const block of blocks()) {
    ours += block;
    if (ours.length <= room) continue;
    const notice = noticeOf(whole);
    ours = cutHtml(ours, room - notice.length) + notice;
    break;
  }
  // The heading is found again by its words: in ours it goes without its colon.
  return above + harmless(ours).replaceAll(heading, heading.slice(0, -1)) + end;
}

function noticeOf({ url, source }: Content["whole"]): string {
  const reason = "The rest was cut, because HubSpot takes at most 65,536 characters.";
  return `<p>${reason}${url === null ? "" : ` ${link(url, `Read the rest at ${source}`)}`}</p>`;
}

/** PostgreSQL and HubSpot refuse NUL and halves of characters. */
export function harmless(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

function withoutReference(line: string, key: string): string {
  return line.replaceAll(taskReference(key), "").trim();
}

// What people write into the body of an activity in HubSpot stays: what the sender tells later is written below it.
import { lines } from "./html.ts";

/** How a kind of activity tells its own lines from theirs. */
export interface Layout {
  /** Stands between their words and ours, once they have written some. */
  heading: string;
  /** What ends a line. */
  boundary: RegExp;
}

const callLayout: Layout = {
  heading: "From the phone system:",
  boundary: /<br\s*\/?>|<\/?(?:p|div|ul|ol|li)(?:\s[^>]*)?>/i,
};

/**
 * @param ours all that we say of the call by now
 * @param written the body as we last wrote it
 * @param standing as it stands in HubSpot
 */
export function bodyWithOwnWords(ours: string, written: string, standing: string): string {
  const { heading } = callLayout;
  if (ours === parted(written, heading).below) return written;
  const theirs = lines(ownWords(written, standing, callLayout));
  return theirs === "" ? ours : lines([theirs, heading, ours]);
}

/** All that is not ours: what stands above the heading as it is, then single lines from below it. */
export function ownWords(written: string, standing: string, { heading, boundary }: Layout): string[] {
  const linesOf = (body: string) => body.split(boundary);
  const { above, below } = parted(standing, heading);
  // HubSpot may write the same line with other tags: words are compared, not tags.
  const ours = new Set(linesOf(parted(written, heading).below).map(wordsOf));
  const strange = linesOf(below).filter((line) => !ours.has(wordsOf(line)) && wordsOf(line) !== "");
  return above === "" ? strange : [above, ...strange];
}

/** Above and below the heading; without one all of it may be ours. */
export function parted(body: string, heading: string): { above: string; below: string } {
  const at = body.indexOf(heading);
  if (at < 0) return { above: "", below: body };
  return {
    above: withoutEnd(body.slice(0, at)),
    below: body.slice(at + heading.length).replace(/^<br\s*\/?>/, ""),
  };
}

/** Without the space, line breaks and begun tags at its end. */
function withoutEnd(html: string): string {
  // Tag by tag: a single pattern for all of them takes minutes where thirty line breaks follow each other.
  for (let text = html.trimEnd(); ; ) {
    const tag = text.slice(Math.max(text.lastIndexOf("<"), 0));
    if (!/^<(?:br\s*\/?|[^/>]+)>$/.test(tag)) return text;
    text = text.slice(0, -tag.length).trimEnd();
  }
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };

function wordsOf(line: string): string {
  return line
    .replace(/<[^>]*>/g, "")
    .replace(/&(#?\w+);/g, (entity, name: string) => entities[name.toLowerCase()] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}

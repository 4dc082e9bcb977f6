// What people write into the body of a call in HubSpot stays: what the phone system tells later is written below it.
import { lines } from "./html.ts";

/** Stands between their words and ours, once they have written some. */
const heading = "From the phone system:";

/**
 * @param ours all that we say of the call by now
 * @param written the body as we last wrote it
 * @param standing as it stands in HubSpot
 */
export function bodyWithOwnWords(ours: string, written: string, standing: string): string {
  if (ours === parted(written)[1]) return written;
  const theirs = ownWords(written, standing);
  return theirs === "" ? ours : lines([theirs, heading, ours]);
}

function ownWords(written: string, standing: string): string {
  const [above, below] = parted(standing);
  // HubSpot may write the same line with other tags: words are compared, not tags.
  const ours = new Set(linesOf(parted(written)[1]).map(wordsOf));
  const strange = linesOf(below).filter((line) => !ours.has(wordsOf(line)) && wordsOf(line) !== "");
  return lines([above, ...strange]);
}

/** Above and below the heading; without one all of it may be ours. */
function parted(body: string): [above: string, below: string] {
  const at = body.indexOf(heading);
  if (at < 0) return ["", body];
  const above = body.slice(0, at).replace(/(\s|<br\s*\/?>|<[^/>]+>)*$/, "");
  return [above, body.slice(at + heading.length).replace(/^<br\s*\/?>/, "")];
}

function linesOf(body: string): string[] {
  return body.split(/<br\s*\/?>|<\/?(?:p|div|ul|ol|li)(?:\s[^>]*)?>/i);
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };

function wordsOf(line: string): string {
  return line
    .replace(/<[^>]*>/g, "")
    .replace(/&(#?\w+);/g, (entity, name: string) => entities[name.toLowerCase()] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}

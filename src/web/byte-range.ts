// Ranges of bytes as RFC 9110 has them: read from the header, resolved against a length, cut out of a stream.

/** One range as it was asked for: from a byte on, or the last so many. */
export type AskedRange = { first: number; last: number | null } | { suffix: number };

/** Inclusive, as in Content-Range. */
export interface Span {
  first: number;
  last: number;
}

/** null: none that we answer, so the whole is sent; several at once are allowed to be ignored. */
export function askedRange(header: string | undefined): AskedRange | null {
  const [, from, to] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined) return null;
  if (from === "") return to === "" ? null : { suffix: Number(to) };
  const range = { first: Number(from), last: to === "" ? null : Number(to) };
  return range.last !== null && range.last < range.first ? null : range;
}

/** null: nothing of the content lies in the range. */
export function spanOf(asked: AskedRange, length: number): Span | null {
  if ("suffix" in asked) {
    return asked.suffix === 0 || length === 0 ? null : { first: Math.max(0, length - asked.suffix), last: length - 1 };
  }
  const last = Math.min(asked.last ?? length - 1, length - 1);
  return asked.first > last ? null : { first: asked.first, last };
}

/** @throws when the stream ends before the span does */
export async function* portionOf(stream: AsyncIterable<Buffer>, { first, last }: Span): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of stream) {
    const wanted = piece.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
    if (wanted.length > 0) yield wanted;
    at += piece.length;
    // Leaving the loop closes the stream.
    if (at > last) return;
  }
  throw new Error("The source ended early.");
}

// The beginning of a piece of HTML: ends between blocks where it can, never within a tag or an entity, its tags balanced.
import { cut } from "./html.ts";

const pieces = /<\/?[a-z][^<>]*>|<![^<>]*>|&#?\w{1,31};|[^<&]+|[<&]/gi;
const lonely = new Set(["br", "hr", "img", "input", "wbr"]);
const blocks = new Set(["p", "div", "h3", "h4", "ul", "ol", "li", "table", "tr", "blockquote", "pre", "br", "hr"]);

interface Open {
  name: string;
  /** Closes this one and all around it. */
  closing: string;
}

/** Where the text may end. */
interface End {
  at: number;
  closing: string;
}

/** @param room Infinity: nothing is cut, the tags are balanced only */
export function cutHtml(html: string, room: number): string {
  const open: Open[] = [];
  const closing = () => open.at(-1)?.closing ?? "";
  let out = "";
  let afterBlock: End = { at: 0, closing: "" };
  let afterText = afterBlock;
  for (const [piece] of html.matchAll(pieces)) {
    if (piece.startsWith("<!")) continue;
    const [, slash, tag] = /^<(\/?)([a-z][\w-]*)/i.exec(piece) ?? [];
    const name = tag?.toLowerCase();
    const left = room - out.length - closing().length;
    if (name === undefined) {
      const text = piece === "<" ? "&lt;" : piece;
      if (text.length > left) {
        return isNear(afterBlock, room) ? upTo(out, afterBlock) : `${out}${words(text, left)}${closing()}`;
      }
      out += text;
    } else if (slash) {
      out += close(name, open);
    } else {
      const end = lonely.has(name) ? "" : `</${name}>`;
      if (piece.length + end.length > left) return upTo(out, isNear(afterBlock, room) ? afterBlock : afterText);
      if (end !== "") open.push({ name, closing: end + closing() });
      out += piece;
      if (end !== "") continue;
    }
    afterText = { at: out.length, closing: closing() };
    if (name !== undefined && blocks.has(name)) afterBlock = afterText;
  }
  return out + closing();
}

/** Takes it and what is open within it off the open ones; their end tags. The end of what nothing began is none. */
function close(name: string, open: Open[]): string {
  const at = open.findLastIndex((each) => each.name === name);
  if (at < 0) return "";
  const [outer, all] = [open[at - 1]?.closing ?? "", open.at(-1)?.closing ?? ""];
  open.length = at;
  return all.slice(0, all.length - outer.length);
}

/** A tenth of the room may stay empty for the sake of an end between blocks. */
function isNear({ at }: End, room: number): boolean {
  return at > room * 0.9;
}

function upTo(out: string, { at, closing }: End): string {
  return out.slice(0, at) + closing;
}

/** Whole words and the sign that there are more; nothing of an entity. */
function words(text: string, room: number): string {
  if (room < 1) return "";
  const begun = text.startsWith("&") ? "" : cut(text, room - 1);
  const gap = begun.lastIndexOf(" ");
  return `${gap > 0 && gap > begun.length - 60 ? begun.slice(0, gap) : begun}…`;
}

// Markdown of note-takers on its way into HubSpot's HTML bodies: text, structure and links come through, nothing else.
import MarkdownIt, { type StateCore, type Token } from "markdown-it";
import { cut } from "./html.ts";

// A line that ends in the source ends on the page too: many note-takers write plain lines.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
// Note-takers indent for the looks of it, not to show code.
markdown.disable("code");
// "Node.js" and "readme.md" are no addresses; e-mail addresses are.
markdown.linkify.set({ fuzzyLink: false });
// Which addresses stay is decided below, where the words of a link outlive its address.
markdown.validateLink = () => true;
markdown.core.ruler.push("hubspot", tame);

/** What is parsed at a time: the parser's time grows with the square of what some texts are long. */
const partLength = 65_536;

/** The top-level blocks one by one: whoever has enough of them asks for no more. */
export function* markdownBlocks(source: string): Generator<string> {
  for (const part of partsOf(source.replace(/\r\n?/g, "\n"))) {
    const tokens = markdown.parse(part, {});
    let start = 0;
    for (const [at, { level, nesting }] of tokens.entries()) {
      if (level > 0 || nesting > 0) continue;
      yield dense(markdown.renderer.render(tokens.slice(start, at + 1), markdown.options));
      start = at + 1;
    }
  }
}

/** One line or a few, without paragraphs and lists. */
export function markdownInline(source: string): string {
  const text = source.trim();
  return dense(
    text.length > 2 * partLength ? `${markdown.renderInline(cut(text, 2 * partLength))}…` : markdown.renderInline(text),
  );
}

/** Where a record's page keeps line breaks, those between tags would be seen. */
function dense(html: string): string {
  return html.trim().replaceAll(/(?<=>)\n+|\n+(?=<)/g, "");
}

function* partsOf(source: string): Generator<string> {
  for (let start = 0; start < source.length; ) {
    const part = partAt(source, start);
    yield part;
    start += part.length;
  }
}

function partAt(source: string, start: number): string {
  const part = source.slice(start, start + partLength);
  if (start + partLength >= source.length) return part;
  for (const gap of ["\n\n", "\n", " "]) {
    const at = part.lastIndexOf(gap);
    if (at > 0) return part.slice(0, at + gap.length);
  }
  return cut(part, partLength);
}

function tame({ tokens, Token }: StateCore): void {
  for (const token of tokens) {
    // The body's own headings are h3; larger ones would outgrow HubSpot's.
    if (token.type.startsWith("heading_")) token.tag = token.tag > "h3" ? "h4" : "h3";
    // The language of a code block would become a class.
    token.info = "";
    token.children &&= withSafeLinks(token.children, Token);
    for (const each of [token, ...(token.children ?? [])]) {
      each.attrs = each.attrs?.filter(([name]) => name === "href" || name === "start") ?? null;
    }
  }
}

/** Images become links: they would tell their server who looks at the record, and when. */
function withSafeLinks(tokens: readonly Token[], make: StateCore["Token"]): Token[] {
  let link: "none" | "kept" | "dropped" = "none";
  return tokens.flatMap((token) => {
    if (token.type === "link_open") {
      link = isSafe(token.attrGet("href")) ? "kept" : "dropped";
      return link === "kept" ? [token] : [];
    }
    if (token.type === "link_close") {
      const wasKept = link === "kept";
      link = "none";
      return wasKept ? [token] : [];
    }
    if (token.type !== "image") return [token];
    const address = token.attrGet("src");
    const text = new make("text", "", 0);
    text.content = markdown.renderer.renderInlineAsText(token.children ?? [], markdown.options, {});
    if (link !== "none" || !isSafe(address)) return [text];
    text.content ||= address;
    const open = new make("link_open", "a", 1);
    open.attrSet("href", address);
    return [open, text, new make("link_close", "a", -1)];
  });
}

function isSafe(address: string | number | null): address is string {
  return typeof address === "string" && /^(https?:\/\/|mailto:|tel:)/i.test(address);
}

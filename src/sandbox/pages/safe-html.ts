// Bodies of notes, calls and tasks made safe to show: a few plain tags stay, everything else becomes text.

const KEPT = new Set([
  "p",
  "div",
  "br",
  "b",
  "strong",
  "i",
  "em",
  "u",
  "ul",
  "ol",
  "li",
  "a",
  "blockquote",
  "h3",
  "h4",
]);
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
// What these hold was never meant to be read.
const UNSEEN = /<(script|style|template|iframe)\b[\s\S]*?(<\/\1\s*>|$)/gi;
const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi;

export const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

// Decoded once before escaping, so that "&amp;" in a body is shown as "&".
const decode = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);

const text = (raw: string) => escapeHtml(decode(raw)).replaceAll("\n", "<br>");

function openTag(name: string, attributes: string): string {
  if (name !== "a") return `<${name}>`;
  const href = decode(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)?.slice(1).find(Boolean) ?? "").trim();
  return SAFE_LINK.test(href) ? `<a href="${escapeHtml(href)}" rel="noreferrer noopener" target="_blank">` : "<span>";
}

export function safeHtml(given: string): string {
  const body = given.replace(UNSEEN, "");
  const open: { name: string; end: string }[] = [];
  let html = "";
  let end = 0;
  for (const match of body.matchAll(TAG)) {
    const [whole, slash, rawName = "", attributes = ""] = match;
    const name = rawName.toLowerCase();
    html += text(body.slice(end, match.index));
    end = match.index + whole.length;
    if (!KEPT.has(name)) continue;
    if (name === "br") html += "<br>";
    else if (!slash) {
      const tag = openTag(name, attributes);
      html += tag;
      open.push({ name, end: tag.startsWith("<span") ? "</span>" : `</${name}>` });
    } else if (open.some((element) => element.name === name)) {
      for (let element = open.pop(); element !== undefined; element = open.pop()) {
        html += element.end;
        if (element.name === name) break;
      }
    }
  }
  html += text(body.slice(end));
  for (const { end: closing } of open.reverse()) html += closing;
  return html;
}

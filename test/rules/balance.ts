// Says whether every tag of a piece of HTML is closed, in the right order, and nothing but tags and entities is left of its signs.
const tags = /<(\/?)([a-z][a-z0-9]*)(?: [a-z]+="[^"<>]*")*>/g;
const lonely = new Set(["br", "hr"]);

/** What is wrong with it; null: nothing. */
export function imbalance(html: string): string | null {
  const open: string[] = [];
  for (const [tag, slash, name = ""] of html.replaceAll("<br/>", "<br>").matchAll(tags)) {
    if (lonely.has(name)) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return `${tag} closes what is not open`;
  }
  if (open.length > 0) return `${open.join(", ")} stay open`;
  const text = html.replaceAll("<br/>", "<br>").replace(tags, "");
  const sign = /[<>"]|&(?!#?\w{1,31};)/.exec(text.replaceAll('"', ""));
  return sign && `${text.slice(Math.max(0, sign.index - 20), sign.index + 20)} holds part of a tag or an entity`;
}

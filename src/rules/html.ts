// Text of customers on its way into HubSpot's HTML bodies.

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HubSpot cuts string properties at 65,536 characters; a body that is too long is refused as a whole. */
const bodyLimit = 65_000;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A link, or the bare text when the address is not a web address. */
export function link(address: string, label: string): string {
  return /^https?:\/\//i.test(address)
    ? `<a href="${escapeHtml(address)}">${escapeHtml(label)}</a>`
    : escapeHtml(address);
}

/** Text of several lines; `<br/>` and not `<br>`, which separates facts. */
export function paragraph(text: string): string {
  return escapeHtml(text.trim()).replace(/\r?\n|\r/g, "<br/>");
}

const separator = "<br>";

/** One line per fact; empty facts are left out and what exceeds the limit is cut off. */
export function lines(facts: readonly (string | null | false)[]): string {
  const body = facts.filter((fact) => typeof fact === "string" && fact !== "").join(separator);
  // Never within a tag or an entity.
  return body.length > bodyLimit ? `${cut(body, bodyLimit).replace(/(<[^>]*|&[^;]{0,6})$/, "")}…` : body;
}

/** The beginning of a text; never half a character, which PostgreSQL and HubSpot refuse. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

export function factsOf(body: string): string[] {
  return body === "" ? [] : body.split(separator);
}

// Text of customers on its way into HubSpot's HTML bodies.

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HubSpot cuts string properties at 65,536 characters; a body that is too long is refused as a whole. */
const bodyLimit = 65_000;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A link, or the bare text when the address is not a web address. */
export function link(address: string, label: string): string {
  return /^https?:\/\//i.test(address) ? `<a href="${escapeHtml(address)}">${escapeHtml(label)}</a>` : escapeHtml(address);
}

/** One line per fact; empty facts are left out. */
export function lines(facts: readonly (string | null | false)[]): string {
  const kept = facts.filter((fact): fact is string => typeof fact === "string" && fact !== "");
  let body = "";
  for (const fact of kept) {
    const next = body === "" ? fact : `${body}<br>${fact}`;
    if (next.length > bodyLimit) return `${body}<br>…`;
    body = next;
  }
  return body;
}

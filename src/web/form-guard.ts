// Tells robots from visitors of a web form. In doubt a form is parked for a person to look at, never dropped.
import { numberOf } from "../providers/values.ts";
import { steering } from "../providers/web-form.ts";
import type { FormFields } from "../providers/web-form-fields.ts";
import type { NewDelivery } from "../store/deliveries.ts";

export interface Doubt {
  status: "ignored" | "parked";
  because: string;
}

const fastestSeconds = 2;
/** In one text; a visitor may well paste the links of what the question is about. */
const mostLinks = 5;

/** null: nothing speaks against a visitor. */
export function doubtIn(fields: FormFields): Doubt | null {
  if (fields.has(steering.trap)) {
    const because = `The field ${steering.trap} is filled in, which visitors do not see: a robot sent this.`;
    return { status: "ignored", because };
  }
  const elapsed = numberOf(fields.get(steering.elapsed));
  if (elapsed !== null && elapsed < fastestSeconds) {
    const because = `It was sent ${elapsed} seconds after the page was opened, faster than anybody types: a robot sent this.`;
    return { status: "ignored", because };
  }
  const links = Math.max(0, ...[...fields.values()].map(linksIn));
  if (links <= mostLinks) return null;
  return { status: "parked", because: `It looks like spam: it holds ${links} links. Replay it if a visitor sent it.` };
}

/** Under a key of its own, so that the same form, sent again and beyond doubt, is not taken for a repetition. */
export function setAside(rows: NewDelivery, { status, because }: Doubt): NewDelivery {
  const events = rows.events.map((event) => ({ ...event, status, because, dedupeKey: `${event.dedupeKey}:${status}` }));
  return { ...rows, events };
}

/** https://www.acme.test is one. */
function linksIn(text: string): number {
  return text.match(/(?:https?:\/\/|www\.)\S/gi)?.length ?? 0;
}

// The deliveries that the capture page shows, opened and laid out as fields, and the words that they hold.
import { z } from "zod";
import { providerNamed } from "../../providers/index.ts";
import type { Fields } from "../../providers/mapping/mapped.ts";
import type { SeenWords } from "../../providers/mapping/propose-rule.ts";
import { readFields } from "../../providers/payload.ts";
import type { Delivery, Provider } from "../../providers/provider.ts";
import { textOf } from "../../providers/values.ts";
import type { Portal } from "../../store/portals.ts";
import { limitOf, opened } from "../body.ts";
import type { Web } from "../context.ts";

export interface Captured {
  id: string;
  provider: Provider;
  receivedAt: Date;
  delivery: Delivery;
  fields: Fields;
  /** Why there is no table of it. */
  problem: string | null;
}

type Row = NonNullable<Awaited<ReturnType<Web["stores"]["deliveries"]["find"]>>>;

/** null: of a provider that this version of Hookswitch does not have. */
export async function capturedOf(row: Row): Promise<Captured | null> {
  const provider = providerNamed(row.provider);
  if (!provider) return null;
  const { delivery, unreadable } = await opened(
    {
      method: row.method,
      query: row.query,
      headers: z.record(z.string(), z.string()).parse(row.headers),
      body: Buffer.from(row.body),
    },
    limitOf(provider),
  );
  const { id, receivedAt } = row;
  const payload = unreadable ?? readFields(delivery);
  if ("unreadable" in payload)
    return { id, provider, receivedAt, delivery, fields: new Map(), problem: payload.unreadable };
  const problem = payload.fields.size === 0 ? "It is empty: it has no query, form or JSON fields." : null;
  return { id, provider, receivedAt, delivery, fields: payload.fields, problem };
}

/** As many as an admin looks through; their words are what the value tables begin with. */
const mostListed = 20;

export async function latestDeliveries(web: Web, portal: Portal): Promise<Captured[]> {
  const rows = await web.stores.captures.deliveries(portal.id, mostListed);
  const deliveries = await Promise.all(rows.map(capturedOf));
  return deliveries.filter((each) => each !== null);
}

const mostWords = 12;
const longestWord = 60;

/** Their words of a field, from the delivery itself and the latest ones of the same sender. */
export function seenIn(chosen: Captured, latest: readonly Captured[]): SeenWords {
  const same = latest.filter(({ id, provider }) => provider === chosen.provider && id !== chosen.id);
  return (theirs) => {
    const texts = [chosen, ...same].map(({ fields }) => textOf(fields.get(theirs)));
    const words = texts.filter((text) => text !== null && text.length <= longestWord);
    return [...new Set(words.filter((text) => text !== null))].slice(0, mostWords);
  };
}

// Reads deliveries again with the map of now: those that could not be read, or all that nothing was written for.
import type { Request, Response } from "express";
import { z } from "zod";
import { fieldErrors, portalOf, saved, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { replayRow } from "../replay.ts";

/** At most so many are read again at one press, so that the page answers within a few seconds. */
export const mostReplayed = 200;

const number = z.coerce.number().int().min(1, "must be 1 or more").max(mostReplayed, `must be ${mostReplayed} or less`);
const order = z.object({
  provider: z.string().max(50),
  which: z.enum(["unreadable", "all"]),
  last: number.default(mostReplayed),
  /** Only these deliveries, by id. */
  deliveries: z.array(z.string().max(50)).max(mostReplayed).optional(),
});

export function replayCaptured(web: Web): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const portal = portalOf(response);
    const read = order.safeParse(request.body ?? {});
    if (!read.success) {
      const errors = fieldErrors(read.error);
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Nothing was read again", fields: errors });
      else
        response.render("message", {
          title: "Nothing was read again",
          status: 400,
          heading: "Nothing was read again",
          text: `Choose how many deliveries to read again, from 1 to ${mostReplayed}.`,
          action: { href: "/capture", label: "Back" },
        });
      return;
    }
    const { provider, which, last, deliveries } = read.data;
    const ids = await web.stores.captures.replayable(portal.id, provider, which, last, deliveries);
    const outcomes: boolean[] = [];
    for (const id of ids) {
      const row = await web.stores.activity.find(portal.id, id);
      outcomes.push(row !== null && (await replayRow(web, portal, row)).replayed);
    }
    const replayed = outcomes.filter(Boolean).length;
    if (replayed > 0) web.queue.wake(portal.id);
    const data = { replayed, asBefore: outcomes.length - replayed };
    saved(request, response, `/capture?provider=${encodeURIComponent(provider)}`, textOf(data), data);
  };
}

function textOf({ replayed, asBefore }: { replayed: number; asBefore: number }): string {
  if (replayed + asBefore === 0) return "There was nothing to read again: everything that came in could be read.";
  const left =
    asBefore === 0
      ? ""
      : ` ${asBefore} ${asBefore === 1 ? "stays as it was" : "stay as they were"}; the activity page says why.`;
  if (replayed === 0) return `Nothing new was read.${left}`;
  return `${replayed} ${replayed === 1 ? "is" : "are"} on the way again; the activity page shows what becomes of them.${left}`;
}

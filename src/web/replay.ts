// Replaying an event that was parked or ignored: read once more, with the code and the settings of today.
import type { Request, Response } from "express";
import { z } from "zod";
import { providerNamed } from "../providers/index.ts";
import type { Provider, Reading } from "../providers/provider.ts";
import { readDelivery } from "../providers/read-delivery.ts";
import type { ActivityRow } from "../store/activity.ts";
import type { NewEvent } from "../store/deliveries.ts";
import type { Portal } from "../store/portals.ts";
import { subjectOfDelivery, toEvent } from "./accept.ts";
import { back, idOf, type Notice, portalOf, tell, wantsJson } from "./answers.ts";
import { limitOf, opened } from "./body.ts";
import type { Web } from "./context.ts";

export function isReplayable({ status }: ActivityRow): boolean {
  return status === "parked" || status === "ignored";
}

export function noSuchEvent(request: Request, response: Response): void {
  tell(request, response, {
    status: 404,
    heading: "There is no such event",
    text: "It may have been removed after its retention, or belong to another portal.",
    action: { href: "/activity", label: "All activity" },
  });
}

export function replay(web: Web): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const portal = portalOf(response);
    const row = await web.stores.activity.find(portal.id, idOf(request));
    if (!row) return noSuchEvent(request, response);
    const outcome = await replayRow(web, portal, row);
    if (outcome.replayed) web.queue.wake(portal.id);
    if (wantsJson(request)) response.status(outcome.replayed ? 200 : 409).json(outcome);
    else back(request, response, `/activity/${row.id}`, noticeOf(outcome.replayed, "because" in outcome));
  };
}

/** `because`: why there is still nothing in it to write. */
export async function replayRow(
  web: Web,
  portal: Portal,
  row: ActivityRow,
): Promise<{ replayed: boolean; because?: string }> {
  const again = isReplayable(row) ? await readAgain(web, portal, row) : { event: null };
  if ("because" in again) {
    await web.stores.replays.restate(portal.id, row.id, again.because);
    return { replayed: false, because: again.because };
  }
  return { replayed: await web.stores.replays.replay(portal.id, row.id, web.now(), again.event) };
}

function noticeOf(replayed: boolean, isUnreadable: boolean): Notice {
  if (replayed) {
    const text = "The event is on its way again. Reload this page in a moment to see what became of it.";
    return { kind: "good", text };
  }
  const text = isUnreadable
    ? "It was read again, and there is still nothing in it to write. It stays as it was; the reason is below."
    : "Only parked and ignored events can be replayed; this one is waiting or done.";
  return { kind: "bad", text };
}

/** `event: null`: nothing new, what was read at first counts. `because`: there is still nothing to decide about. */
async function readAgain(
  web: Web,
  portal: Portal,
  row: ActivityRow,
): Promise<{ event: NewEvent | null } | { because: string }> {
  const wasRead = row.subject !== subjectOfDelivery(row.deliveryId);
  const raw = await web.stores.deliveries.find(portal.id, row.deliveryId);
  const provider = providerNamed(row.provider);
  if (!raw || !provider) {
    return wasRead ? { event: null } : { because: "What was received is no longer kept, so it cannot be read again." };
  }
  const { delivery, unreadable } = await opened(
    {
      method: raw.method,
      query: raw.query,
      headers: z.record(z.string(), z.string()).parse(raw.headers),
      body: Buffer.from(raw.body),
    },
    limitOf(provider),
  );
  const connection = {
    timeZone: portal.settings.timeZone,
    secret: null,
    receivedAt: raw.receivedAt,
    url: web.config.baseUrl,
    map: (await web.stores.fieldMaps.newest(portal.id, provider.name))?.map ?? null,
  };
  const reading = unreadable ?? readDelivery(provider, delivery, connection);
  const event = eventOf(row, provider, reading, raw.receivedAt);
  return event || wasRead ? { event } : { because: whyNot(row, reading) };
}

function eventOf(row: ActivityRow, provider: Provider, reading: Reading, receivedAt: Date): NewEvent | null {
  if (!("happenings" in reading)) return null;
  const { happenings, leftOut } = reading;
  const same = happenings.find(({ type, subject }) => type === row.type && subject === row.subject);
  // One that was left out is not the one that was read beside it.
  const only = happenings.length === 1 && !leftOut ? happenings[0] : undefined;
  const found = same ?? only;
  return found ? toEvent(provider, found, receivedAt, row.id) : null;
}

function whyNot({ because }: ActivityRow, reading: Reading): string {
  if ("ignored" in reading) return reading.ignored;
  if ("unreadable" in reading) return reading.unreadable;
  const { happenings, leftOut = [] } = reading;
  if (leftOut.includes(because)) return because;
  if (leftOut.length > 0) return leftOut.join(" ");
  return `It is one of ${happenings.length} events that can be read by now, and not known which: let them be sent again.`;
}

// Recordings for HubSpot: it names a call and gets a link for a quarter of an hour, which streams from the sender's own store.
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import type { PortalId } from "../model/ids.ts";
import { providers } from "../providers/index.ts";
import type { Recording } from "../store/recordings.ts";
import { askedRange, portionOf } from "./byte-range.ts";
import type { Web } from "./context.ts";
import { answerTo } from "./recording-answer.ts";

const linkMs = 15 * 60_000;
/** A player that pauses reads nothing for a while; after that it has to ask for the rest. */
const pauseMs = 5 * 60_000;

type Surroundings = Pick<Web, "config" | "stores" | "log" | "now" | "openRecording">;

export function recordings(web: Surroundings, senders = providers): Router {
  const { stores } = web;

  /** HubSpot proves itself by the portal's key, which it has from the call that we logged. */
  const authenticate = async (request: Request<{ externalId: string }>, response: Response): Promise<void> => {
    const { appId, externalAccountId } = request.query;
    const isOurApp = appId === web.config.hubspot.appId;
    const portal =
      isOurApp && typeof externalAccountId === "string" ? await stores.recordings.portalOf(externalAccountId) : null;
    const subjects = senders.map(({ name }) => `${name}/${request.params.externalId}`);
    const recording = portal && (await stores.recordings.newest(portal, subjects));
    response.set("cache-control", "no-store");
    if (!portal || !recording) {
      response.status(404).json({ error: "There is no such recording." });
      return;
    }
    const link = stores.recordings.link(portal, recording.eventId, new Date(web.now().getTime() + linkMs));
    response.json({ authenticatedUrl: `${web.config.baseUrl}/recordings/play/${link}` });
  };

  const credentialsFor = async (portal: PortalId, { provider, url }: Recording): Promise<Record<string, string>> => {
    const sender = senders.find(({ name }) => name === provider);
    const account = sender?.recording ? await stores.accounts.find(portal, provider) : null;
    return (account && sender?.recording?.(url, account)) ?? {};
  };

  const play = async (request: Request<{ link: string }>, response: Response): Promise<void> => {
    // A page of HubSpot's plays it, and no page of ours: nothing else than sound may come of it.
    response.set({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
    });
    const refuse = (status: number, because: string) => void response.status(status).type("text").send(because);
    const opened = stores.recordings.opened(request.params.link, web.now());
    if (opened === null) return refuse(404, "There is no such recording.");
    if (opened === "expired") return refuse(410, "This link has expired. Open the call in HubSpot and play it again.");
    const recording = await stores.recordings.find(opened.portalId, opened.eventId);
    if (!recording) return refuse(404, "This recording is no longer kept.");
    await stream(request, response, recording, await credentialsFor(opened.portalId, recording));
  };

  const stream = async (
    request: Request<{ link: string }>,
    response: Response,
    { url, provider }: Recording,
    credentials: Record<string, string>,
  ): Promise<void> => {
    const listener = new AbortController();
    response.once("close", () => listener.abort());
    // What we send has no version that If-Range could name.
    const asked = request.headers["if-range"] === undefined ? askedRange(request.headers.range) : null;
    const range = asked && request.headers.range ? request.headers.range : null;
    try {
      // HEAD too asks with GET: signed addresses often allow nothing else.
      const source = await web.openRecording({ url, credentials, range, signal: listener.signal });
      const answer = answerTo(asked, { status: source.statusCode ?? 0, headers: source.headers });
      response.status(answer.status).set(answer.headers);
      if ("because" in answer) {
        source.destroy();
        web.log.info({ provider, status: source.statusCode }, "recording not played");
        response.type("text").send(answer.because);
      } else if (request.method === "HEAD") {
        source.destroy();
        response.end();
      } else {
        response.setTimeout(pauseMs);
        await pipeline(answer.cut ? portionOf(source, answer.cut) : source, response);
      }
    } catch (error) {
      if (listener.signal.aborted) return;
      const because = error instanceof Error ? error.message : String(error);
      web.log.warn({ provider, because }, "recording not played");
      if (response.headersSent) response.destroy();
      else response.status(502).type("text").send(`The recording could not be fetched: ${because}`);
    }
  };

  return Router().get("/recordings/:externalId", authenticate).get("/recordings/play/:link", play);
}

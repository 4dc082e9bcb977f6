// How a call's recording is played: from its public address, or by asking the app for an address that works for a while.
import type { RequestHandler } from "express";
import { missingForRecording } from "../engine/call-recording.ts";
import { type Portal, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import type { World } from "../world.ts";
import { recordUrl } from "./naming.ts";
import { portalParam } from "./portal-page.ts";

const ANSWER_WITHIN = 5_000;

export function recordingAddress(portal: Portal, record: StoredRecord): string | undefined {
  return record.recordingReadyAt === undefined
    ? record.properties.hs_call_recording_url
    : `${recordUrl(portal, record)}/recording`;
}

async function authenticatedUrl(template: string, { properties }: StoredRecord): Promise<string> {
  const url = new URL(template.replace("%s", encodeURIComponent(properties.hs_call_external_id ?? "")));
  url.searchParams.set("appId", properties.hs_call_app_id ?? "");
  url.searchParams.set("externalAccountId", properties.hs_call_external_account_id ?? "");
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  const answer: unknown = await response.json();
  if (typeof answer === "object" && answer !== null && "authenticatedUrl" in answer)
    return String(answer.authenticatedUrl);
  throw new Error("its answer has no authenticatedUrl");
}

/** Two steps, as in HubSpot: the app is asked for an address, and the player is sent there. */
export function playRecording(world: World): RequestHandler {
  return async (request, response) => {
    const { id } = request.params;
    const portal = portalParam(world, request);
    const record = portal && typeof id === "string" ? tableOf(portal, "calls").find(id) : undefined;
    const template = world.calling.urlToRetrieveAuthedRecording;
    if (!record || missingForRecording(record).length > 0) response.status(404).send("This call has no recording.");
    else if (template === undefined) response.status(404).send("The app has set no urlToRetrieveAuthedRecording.");
    else {
      try {
        response.redirect(302, await authenticatedUrl(template, record));
      } catch (error) {
        const because = error instanceof Error ? error.message : "no answer";
        response.status(502).type("text").send(`The app did not give the recording: ${because}.`);
      }
    }
  };
}

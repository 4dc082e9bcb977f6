// The recording of a call: by its address where HubSpot can play that, else through our own endpoint, of which HubSpot is told.
import type { RecordRef } from "../model/crm.ts";
import type { CallData } from "../model/event.ts";
import type { AnnounceWrite } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isPlayable } from "./after-call.ts";

/** What HubSpot cannot fetch it gets from us, who know the sender's credentials. */
export function recordingProperties(call: CallData, { recordings }: Rulebook): Record<string, string> {
  if (!call.recordingUrl) return {};
  if (isPlayable(call)) return { hs_call_recording_url: call.recordingUrl };
  if (!recordings) return {};
  return {
    hs_call_source: "INTEGRATIONS_PLATFORM",
    hs_call_app_id: recordings.appId,
    hs_call_external_account_id: recordings.key,
  };
}

/** null where these properties do not send HubSpot to us. */
export function announcement(
  eventId: string,
  ref: RecordRef,
  properties: Record<string, string>,
): AnnounceWrite | null {
  if (properties.hs_call_source === undefined) return null;
  const because = "the recording wants a login, so HubSpot fetches it from Hookswitch";
  return { do: "announce", what: "call", key: `${eventId}/recording`, ref, because };
}

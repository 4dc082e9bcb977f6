// The app says that a call's recording can be fetched from it now.
import { missingForRecording } from "../engine/call-recording.ts";
import { requireRecord } from "../engine/lookup.ts";
import { invalid } from "../errors.ts";
import { APP_ID } from "../oauth/grants.ts";
import type { Call } from "./call.ts";
import { readInteger, readObject } from "./input.ts";
import { noContent, type Reply } from "./reply.ts";

export function markRecordingReady(call: Call): Reply {
  call.need("crm.objects.contacts.write", "crm.schemas.contacts.write");
  const id = readInteger(readObject(call.body).engagementId, "engagementId");
  const record = requireRecord(call.portal, "calls", String(id));
  // What HubSpot answers here is not known; the stricter is built, or a recording would silently never play.
  const missing = missingForRecording(record);
  if (missing.length > 0) throw invalid(`Call ${id} has no ${missing.join(", ")}`);
  if (record.properties.hs_call_app_id !== String(APP_ID)) throw invalid(`Call ${id} is another app's`);
  record.recordingReadyAt = call.portal.now();
  return noContent;
}

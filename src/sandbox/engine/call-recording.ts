// Whether a call's recording lies with an app, which HubSpot then asks for it.
import type { StoredRecord } from "./record.ts";

/** All four, or HubSpot does not know whom to ask for what. */
const NEEDED = ["hs_call_source", "hs_call_app_id", "hs_call_external_id", "hs_call_external_account_id"] as const;

export function missingForRecording({ properties }: StoredRecord): string[] {
  return NEEDED.filter((name) => !properties[name]);
}

// Asks Grain for a recording with all that can be included, when a hook has only said that there is news of it.
import { Refused } from "../errors.ts";
import { answerOf } from "./answer.ts";
import type { Details } from "./details.ts";
import { grainMeeting, isAnalysed } from "./grain-meeting.ts";
import type { AccountField } from "./provider.ts";
import { textOf } from "./values.ts";

export const grainAccount: readonly AccountField[] = [
  { name: "token", label: "Access token", hint: "In Grain under Settings, Integrations, API; a paid plan is needed." },
];

/** Without it Grain does not say in which version it answers. */
const version = "2025-10-31";

export const grainDetails: Details = {
  // Grain allows 300 a minute.
  perMinute: 60,
  async find(thin, { token = "" }, ask, { timeZone }) {
    const recordingId = thin.subject.slice("grain/".length);
    const { status, json } = await ask({
      // Reading is posting: what to include does not fit into the address.
      method: "POST",
      url: `https://api.grain.com/_/public-api/v2/recordings/${encodeURIComponent(recordingId)}`,
      headers: {
        authorization: `Bearer ${token.trim()}`,
        "public-api-version": version,
        "content-type": "application/json",
        accept: "application/json",
      },
      body: JSON.stringify({
        include: { participants: true, highlights: true, ai_summary: true, ai_action_items: true },
      }),
    });
    if (status === 401) throw new Refused("Grain refused the access token (401).");
    if (status === 403) {
      throw new Refused(
        "Grain refused the access token (403): it may not see the recording, or the plan has no API access.",
      );
    }
    if (status === 404) return { notYet: "Grain knows no such recording yet, or the access token may not see it." };
    if (status !== 200) throw new Error(`Grain answered ${status} when asked for a recording.`);
    const recording = answerOf(json);
    if (recording === null || textOf(recording.id) === null)
      throw new Error("Grain answered with something that is no recording.");
    const data = grainMeeting(recordingId, recording, timeZone);
    // A recording that was just added has no summary yet; of any other the news is what there is, or is no longer.
    const isNew = thin.type === "meeting.completed" && !isAnalysed(data);
    const type = isNew ? "meeting.completed" : "meeting.analyzed";
    return { happening: { type, subject: thin.subject, time: thin.time, data } };
  },
};

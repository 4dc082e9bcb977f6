// Asks Fireflies' GraphQL API for a meeting that a webhook has named, and says what its refusals mean.
import { Refused } from "../errors.ts";
import type { Happening } from "../model/event.ts";
import { answerOf } from "./answer.ts";
import type { Ask } from "./call-log.ts";
import type { Details, Found } from "./details.ts";
import { firefliesMeeting } from "./fireflies-meeting.ts";
import type { Account, AccountField } from "./provider.ts";
import { cut, isObject, listOf, objectOf, textOf } from "./values.ts";

export const firefliesAccount: readonly AccountField[] = [
  { name: "apiKey", label: "API key", hint: "In Fireflies under Integrations, Fireflies API." },
];

export const firefliesDetails: Details = {
  // 60 a minute on the plans Business and Enterprise, for all that uses the key; 50 a day on Free and Pro.
  perMinute: 30,
  find,
};

/**
 * audio_url and video_url are not asked for: they lapse after 24 hours, and plans that do not have them refuse the whole
 * question. The page at transcript_url plays the recording.
 */
const query = `query Meeting($id: String!, $transcriptId: ID) {
  transcript(id: $id) {
    title date duration organizer_email participants workspace_users transcript_url
    meeting_attendees { displayName name email phoneNumber }
    meeting_info { summary_status }
    summary { overview short_summary shorthand_bullet bullet_gist gist action_items keywords topics_discussed }
  }
  bites(transcript_id: $transcriptId, limit: 50) { id name summary start_time }
}`;

async function find(thin: Happening, { apiKey = "" }: Account, ask: Ask): Promise<Found> {
  const meetingId = thin.subject.slice("fireflies/".length);
  const { status, json } = await ask({
    method: "POST",
    url: "https://api.fireflies.ai/graphql",
    headers: {
      authorization: `Bearer ${apiKey.trim()}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify({ query, variables: { id: meetingId, transcriptId: meetingId } }),
  });
  const answer = answerOf(json);
  const { transcript, bites } = objectOf(answer?.data);
  // Errors may come besides: clips that the key's owner may not see are no reason to lose the meeting.
  if (!isObject(transcript)) return refusal(status, answer);

  const data = firefliesMeeting(meetingId, transcript, listOf(bites));
  const summaryStatus = textOf(objectOf(transcript.meeting_info).summary_status);
  if (data.analysis === null && summaryComes(thin, summaryStatus)) {
    return { notYet: "Fireflies is still writing the summary of the meeting." };
  }
  const type = data.analysis === null ? "meeting.completed" : "meeting.analyzed";
  return { happening: { type, subject: thin.subject, time: thin.time, data } };
}

/** After meeting.transcribed another event tells of the summary; a silent meeting never gets one. */
function summaryComes(thin: Happening, status: string | null): boolean {
  if (thin.type === "meeting.analyzed") return !["processed", "failed", "skipped"].includes(status ?? "");
  return objectOf(thin.data).awaitsSummary === true && status === "processing";
}

/** By docs.fireflies.ai/miscellaneous/error-codes; most come with the HTTP status 200. */
const refusals = new Map<string, string>([
  ["auth_failed", "Fireflies refused the API key. Copy it anew from Integrations, Fireflies API."],
  ["forbidden", "Fireflies does not show this meeting to the owner of the API key."],
  ["not_in_team", "Fireflies does not show this meeting to the owner of the API key, who is not in its team."],
  ["require_elevated_privilege", "Fireflies shows this meeting to admins only: use the API key of an admin."],
  ["paid_required", "Fireflies’ plan does not include what Hookswitch asks for."],
  ["account_cancelled", "Fireflies says that the account of the API key is no longer active."],
]);

function refusal(status: number, answer: Record<string, unknown> | null): Found {
  const [error] = listOf(answer?.errors).map(objectOf);
  const code = textOf(error?.code) ?? textOf(objectOf(error?.extensions).code);
  const known = refusals.get(code ?? "");
  if (known !== undefined) throw new Refused(known);
  if (status === 401 || status === 403) throw new Refused(`Fireflies refused the API key (${status}).`);
  if (code === "too_many_requests") return { notYet: "Fireflies allows the API key no further question for now." };
  if (code === "object_not_found" || (error === undefined && isObject(answer?.data))) {
    return { notYet: "Fireflies does not know the meeting under this API key, or not yet." };
  }
  const words = textOf(error?.message);
  if (words === null) throw new Error(`Fireflies answered ${status} when asked for the meeting, and no meeting.`);
  throw new Error(`Fireflies answered, when asked for the meeting: “${cut(words, 200)}”`);
}

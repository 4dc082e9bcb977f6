// Maps what Zoom Phone tells of a call later: recordings, voicemails and their transcripts.
import type { CallData, CallType } from "../model/event.ts";
import { blankAnalysis } from "./blank-call.ts";
import { recordingAt } from "./recording-address.ts";
import { isObject, listOf, objectOf, textOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

/** One piece of late news, with the id of its call as Zoom gives it. */
export interface News {
  callId: string | null;
  /** When it became known, in Zoom's notation; null: Zoom does not say. */
  time: string | null;
  type: CallType;
  known: Partial<CallData>;
}

/** null: none of these events; an empty list: there is nothing in it to write. */
export function newsOf(event: string, object: Json): News[] | null {
  const recordings = listOf(object.recordings).filter(isObject);
  switch (event) {
    case "phone.recording_completed":
      return recordings.flatMap((recording) => {
        const address = recordingAt(recording.download_url, guarded);
        return address.recordingUrl === null ? [] : [newsFrom(recording, "end_time", "call.recording_ready", address)];
      });
    case "phone.recording_transcript_completed":
      return recordings.flatMap((recording) => {
        const transcriptUrl = webAddressOf(recording.transcript_download_url);
        const analysis = { ...blankAnalysis, transcriptUrl };
        return transcriptUrl === null ? [] : [newsFrom(recording, "end_time", "call.analyzed", { analysis })];
      });
    case "phone.voicemail_received": {
      const address = recordingAt(object.download_url, guarded);
      const left = { outcome: "voicemail", talkSeconds: 0, ...address } as const;
      return [newsFrom(object, "date_time", "call.updated", left)];
    }
    case "phone.voicemail_transcript_completed": {
      const summary = textOf(objectOf(object.transcription).content);
      const analysis = { ...blankAnalysis, summary };
      return summary === null ? [] : [newsFrom(object, "date_time", "call.analyzed", { analysis })];
    }
    default:
      return null;
  }
}

/** Downloads want the token of an app. */
const guarded = /(^|\.)(zoom\.us|zoomgov\.com)$/;

function newsFrom(part: Json, time: string, type: CallType, known: Partial<CallData>): News {
  return { callId: textOf(part.call_id), time: textOf(part[time]), type, known };
}

// Maps the details that Binotel reports of a call (API CALL COMPLETED) to the data of one call.
import type { Attribution, CallData, CallDirection } from "../model/event.ts";
import { binotelOutcome } from "./binotel-outcome.ts";
import { binotelPeople } from "./binotel-people.ts";
import { blankCall } from "./blank-call.ts";
import { later, utcOf } from "./local-time.ts";
import { recordingAt } from "./recording-address.ts";
import { flagOf, longestId, objectOf, secondsOf, textOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

export function binotelCall(details: Json, callId: string, timeZone: string): CallData {
  const direction = binotelDirection(details.callType);
  const outcome = binotelOutcome(details.disposition, direction);
  const [waitSeconds, billSeconds] = [secondsOf(details.waitsec), secondsOf(details.billsec)];
  const totalSeconds = waitSeconds === null || billSeconds === null ? null : waitSeconds + billSeconds;
  const startedAt = utcOf(textOf(details.startTime), timeZone);
  const [line, isNew] = [objectOf(details.pbxNumberData), flagOf(details.isNewCall)];
  const hasRecording = outcome === "answered" || outcome === "voicemail";
  return {
    ...blankCall(callId),
    ...linkedIdsOf(details, callId),
    direction,
    outcome,
    providerStatus: textOf(details.disposition),
    client: { phone: textOf(details.externalNumber), otherPhones: [], name: clientName(details), email: null },
    line: { phone: textOf(line.number), name: textOf(line.name) },
    ...binotelPeople(details, direction),
    startedAt,
    answeredAt: outcome === "answered" ? later(startedAt, waitSeconds) : null,
    endedAt: outcome === "in_progress" ? null : later(startedAt, totalSeconds),
    talkSeconds: outcome === "answered" || outcome === "unknown" ? billSeconds : 0,
    totalSeconds,
    // The address comes with every call, whether there is a recording or not.
    ...recordingAt(hasRecording ? details.linkToCallRecordInMyBusiness : null, guarded),
    cardUrl: webAddressOf(details.linkToCallRecordOverlayInMyBusiness),
    attribution: attributionOf(details),
    repeat: direction === "in" && isNew !== null ? !isNew : null,
    // The client asked for the call with GetCall, Binotel's widget.
    callback: Object.keys(objectOf(details.getCallData)).length > 0,
  };
}

/** MyBusiness opens to the company's people only. */
const guarded = /(^|\.)binotel\.(ua|com)$/;

export function binotelDirection(callType: unknown): CallDirection | null {
  const type = textOf(callType);
  return type === "0" ? "in" : type === "1" ? "out" : null;
}

/** callID names the recording of the call. */
function linkedIdsOf(details: Json, callId: string): Pick<CallData, "linkedIds"> {
  const recordingId = textOf(details.callID);
  const isOther = recordingId !== null && recordingId !== callId && recordingId.length <= longestId;
  return isOther ? { linkedIds: [recordingId] } : {};
}

/** From Binotel's own address book, or from what another system told it while the phone rang. */
function clientName(details: Json): string | null {
  return textOf(objectOf(details.customerData).name) ?? textOf(objectOf(details.customerDataFromOutside).name);
}

function attributionOf(details: Json): Attribution {
  const visit = { ...objectOf(details.getCallData), ...objectOf(details.callTrackingData) };
  const tag = (name: string): string | null => {
    const value = textOf(visit[name]);
    // So Google Analytics says that there is none.
    return value === "(not set)" ? null : value;
  };
  const page = webAddressOf(visit.fullUrl);
  const clickId = page && new URL(page).searchParams.get("gclid");
  return {
    utmSource: tag("utm_source"),
    utmMedium: tag("utm_medium"),
    utmCampaign: tag("utm_campaign"),
    utmTerm: tag("utm_term"),
    utmContent: tag("utm_content"),
    gclid: clickId && /^[\w-]{1,200}$/.test(clickId) ? clickId : null,
    gaClientId: tag("gaClientId"),
  };
}

// The event: one normalised fact out of a delivery, the same whoever sent it.
import { z } from "zod";

const text = z.string().trim().min(1).nullable().catch(null).default(null);
const instant = z.iso.datetime({ offset: true }).nullable().catch(null).default(null);
const count = z.number().finite().nonnegative().nullable().catch(null).default(null);

export const attribution = z.object({
  utmSource: text,
  utmMedium: text,
  utmCampaign: text,
  utmTerm: text,
  utmContent: text,
  gclid: text,
  gaClientId: text,
});
export type Attribution = z.infer<typeof attribution>;

export const noAttribution: Attribution = {
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmTerm: null,
  utmContent: null,
  gclid: null,
  gaClientId: null,
};

export const callOutcomes = [
  "answered",
  "missed",
  "abandoned",
  "no_answer_by_client",
  "voicemail",
  "busy",
  "rejected",
  "failed",
  "in_progress",
  "unknown",
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export const callDirections = ["in", "out", "internal"] as const;
export type CallDirection = (typeof callDirections)[number];

/** Somebody of the phone system's own people, by whatever the provider knows of them. */
export const agent = z.object({
  id: text,
  email: text,
  extension: text,
  sip: text,
  phone: text,
  name: text,
  department: text,
});
export type Agent = z.infer<typeof agent>;

/** What a machine or a coach made of a call or a meeting. */
export const analysis = z.object({
  summary: text,
  topics: z.array(z.string()).default([]),
  nextSteps: z
    .array(z.object({ text: z.string().min(1), assignee: text, due: instant, link: z.string().optional() }))
    .default([]),
  mood: z.object({ client: text, agent: text, overall: text }),
  score: z.object({ value: z.number(), max: z.number().nullable(), details: text }).nullable().default(null),
  transcriptUrl: text,
});
export type Analysis = z.infer<typeof analysis>;

/** Phones are as the provider wrote them: rules/phone.ts reads them with the portal's country. */
export const callData = z.object({
  callId: z.string().min(1),
  /** Further ids of the same human call: transfer legs, parties, a master's. News under any of them is news of this call. */
  linkedIds: z.array(z.string().min(1)).optional(),
  direction: z.enum(callDirections).nullable().default(null),
  outcome: z.enum(callOutcomes).nullable().default(null),
  /** The provider's own word for the outcome, verbatim. */
  providerStatus: text,
  client: z.object({
    phone: text,
    /** Further fields that may hold the client's number, most likely first. */
    otherPhones: z.array(z.string()).default([]),
    name: text,
    email: text,
  }),
  line: z.object({ phone: text, name: text }),
  agent: agent.nullable().default(null),
  /** Whose phones rang and were not answered. */
  rang: z.array(agent).optional(),
  startedAt: instant,
  answeredAt: instant,
  endedAt: instant,
  /** Seconds in which two people spoke; 0 for voicemail. */
  talkSeconds: count,
  totalSeconds: count,
  recordingUrl: text,
  /** Absent: the provider set no end to the address. */
  recordingExpiresAt: z.iso.datetime({ offset: true }).optional(),
  /** The address wants a login of the sender's, so that HubSpot cannot play it by itself. */
  recordingProtected: z.literal(true).optional(),
  cardUrl: text,
  attribution,
  tags: z.array(z.string()).default([]),
  note: text,
  rating: z.object({ category: text, value: text, scale: z.string().optional(), by: text }).nullable().default(null),
  /** What the call is worth, in the sender's words: a sale, a quote. */
  worth: z.object({ amount: z.number().finite(), currency: text }).optional(),
  /** null: the provider did not say. */
  target: z.boolean().nullable().default(null),
  repeat: z.boolean().nullable().default(null),
  callback: z.boolean().default(false),
  /** Absent: nobody has analysed the call. */
  analysis: analysis.optional(),
  /** Whom a forwarded call left; `agent` is whom it went to. */
  forwardedFrom: agent.optional(),
});
export type CallData = z.infer<typeof callData>;

/** Moments before the end are known and kept, but write nothing. */
export const callMoments = ["call.started", "call.forwarded", "call.answered"] as const;
/** Late news of a call that has ended. */
export const callNews = ["call.rated", "call.recording_ready", "call.analyzed", "call.updated"] as const;
export const callTypes = ["call.completed", ...callMoments, ...callNews] as const;
export type CallType = (typeof callTypes)[number];

export const otherTypes = [
  "form.submitted",
  "dialog.started",
  "dialog.ended",
  "meeting.completed",
  "meeting.analyzed",
  "meeting.deleted",
  "customer.registered",
  "customer.updated",
] as const;
export type OtherType = (typeof otherTypes)[number];

const envelope = {
  /** What the event is about, such as ringostat/us1_-1760000000.42: late news finds its call by it. */
  subject: z.string().min(1),
  /** When it happened, ISO 8601 in UTC. */
  time: z.iso.datetime({ offset: true }),
  /** The provider's own id of this event: a delivery with one that is known already is the same news again. */
  providerEventId: z.string().min(1).optional(),
  /** It only says that there is something: what it is has to be asked from the sender before anything is decided. */
  thin: z.literal(true).optional(),
};

export const happening = z.union([
  z.object({ ...envelope, type: z.enum(callTypes), data: callData }),
  z.object({ ...envelope, type: z.enum(otherTypes), data: z.record(z.string(), z.json()) }),
]);
/** What a provider reads out of a delivery, before we number and store it. */
export type Happening = z.infer<typeof happening>;
export type CallHappening = Extract<Happening, { type: CallType }>;

/** A stored event on its way through the lane. */
export type Event = Happening & { id: string; provider: string; receivedAt: string };
export type CallEvent = Event & CallHappening;

export function isCallEvent(event: Event): event is CallEvent {
  return event.type.startsWith("call.");
}

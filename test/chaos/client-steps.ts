// What a client of a scenario does: calls, or conversations of all kinds and calls between them.
import {
  families,
  type GenericNews,
  genericCall,
  genericNews,
  type Message,
  malformed,
  type PlannedCall,
  ringostatCall,
  ringostatNews,
} from "./calls.ts";
import { agents, attribution, type Client, clientOf, freeMail } from "./client.ts";
import { type Conversation, dialogMessages, formMessages } from "./conversations.ts";
import { colleagueMessages, type SignUp, signUpMessages } from "./customers.ts";
import { meetingMessages } from "./meetings.ts";
import type { Random } from "./random.ts";

const firstDay = Date.parse("2026-10-09T06:00:00Z");

/** In the order in which they are sent. */
export function clientMessages(random: Random, number: number, portal: number): Message[] {
  if (random.chance(0.05)) return [malformed(portal, `marker-${number}`, random)];
  const client = clientOf(number, portal, random);
  return random.chance(0.5) ? calls(random, client) : conversations(random, client);
}

function calls(random: Random, client: Client): Message[] {
  const from = random.chance(0.04) ? "anonymous" : client.phone;
  const count = random.between(1, 4);
  return Array.from({ length: count }, (_, index) =>
    callMessages(random, plannedCall(random, client, from, index)),
  ).flat();
}

/** All that is told of one is told before the next one, but for sign-ups: customers change at any time. */
function conversations(random: Random, client: Client): Message[] {
  const signUp: SignUp = { id: `customer-${client.number}`, parts: 0, company: {} };
  const kinds = {
    form: (conversation: Conversation) => formMessages(random, conversation),
    dialog: (conversation: Conversation) => dialogMessages(random, conversation),
    meeting: (conversation: Conversation) => meetingMessages(random, conversation),
    customer: (conversation: Conversation) => signUpMessages(random, conversation, signUp),
    colleague: (conversation: Conversation) => colleagueMessages(random, conversation),
  };
  const always = ["form", "dialog", "meeting", "customer"] as const;
  const company = client.domain === freeMail ? [] : (["colleague"] as const);
  return Array.from({ length: random.between(1, 4) }, (_, index) => {
    // Whoever calls is known by his number alone.
    const call = client.known.size === 0 || client.known.has("phone") ? (["call"] as const) : [];
    const kind = random.pick([...always, ...company, ...call]);
    if (kind !== "call")
      return kinds[kind]({ client, id: `${kind}-${client.number}-${index}`, at: timeOf(client, index) });
    client.known.add("phone");
    return callMessages(random, plannedCall(random, client, client.phone, index));
  }).flat();
}

function timeOf({ number }: Client, index: number): Date {
  return new Date(firstDay + number * 60_000 + index * 3_600_000);
}

function plannedCall(random: Random, client: Client, from: string, index: number): PlannedCall {
  const direction = random.chance(0.25) ? "out" : "in";
  const answered = random.chance(0.6);
  const missed = direction === "out" ? ["NO ANSWER", "CLIENT NO ANSWER"] : ["NO ANSWER", "NO FORWARD", "BUSY"];
  const id = `c${client.number}-${index}`;
  return {
    portal: client.portal,
    id,
    from,
    direction,
    answered,
    agent: answered || direction === "out" ? random.pick(agents) : null,
    at: timeOf(client, index),
    status: answered ? random.pick(["ANSWERED", "PROPER", "REPEATED"]) : random.pick(missed),
    talk: answered ? random.between(5, 600) : 0,
    utm: attribution(random, client),
    recording: answered && random.chance(0.3) ? `https://pbx.acme.test/rec/${id}.wav` : null,
  };
}

/** The call, its news before or after it, and now and then the same once more or in another family's words. */
function callMessages(random: Random, call: PlannedCall): Message[] {
  const isRingostat = random.chance(0.6);
  const family = random.pick(families);
  const end = isRingostat ? ringostatCall(call, family) : genericCall(call);
  const news = random.shuffled(isRingostat ? ringostatLate(random, call) : genericLate(random, call));
  const early = news.filter(() => random.chance(0.2));
  const late = news.filter((message) => !early.includes(message));
  const again = random.chance(0.12) ? [end] : [];
  const otherwise = isRingostat && random.chance(0.12) ? [ringostatCall(call, random.pick(families))] : [];
  return [...early, end, ...random.shuffled([...late, ...again, ...otherwise])];
}

function ringostatLate(random: Random, call: PlannedCall): Message[] {
  const types = (["call.rated", "call.recording_ready"] as const).filter(() => random.chance(0.35));
  return types.map((type) => ringostatNews(call, type, random));
}

function genericLate(random: Random, call: PlannedCall): Message[] {
  const types: GenericNews[] = ["call.rated", "call.recording_ready", "call.analyzed", "call.updated", "call.rated"];
  return types.filter(() => random.chance(0.4)).map((type) => genericNews(call, type, random));
}

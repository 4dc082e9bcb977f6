// The forms and dialogues of a scenario, as our own JSON tells them.
import type { Message } from "./calls.ts";
import { agents, attribution, type Client, naming } from "./client.ts";
import type { Random } from "./random.ts";

/** Something that a client does; `id` is a word that stands in what is written of it, too. */
export interface Conversation {
  client: Client;
  id: string;
  at: Date;
}

/** @param part tells the messages of one conversation apart; the later ones were sent later by the sender's clock */
export function told({ client, id, at }: Conversation, type: string, part: number, data: object): Message {
  const time = new Date(at.getTime() + part * 60_000).toISOString();
  return {
    portal: client.portal,
    path: "generic",
    contentType: "application/json",
    body: JSON.stringify({ type, id: `${id}/${part}`, time, data }),
    becomes: { subject: `generic/${id}`, type },
  };
}

export function formMessages(random: Random, conversation: Conversation): Message[] {
  const { client, id, at } = conversation;
  const form = random.pick([
    { form_id: "callback", form_name: "Call me back" },
    { form_id: "offer", form_name: "Ask for an offer" },
  ]);
  const data = {
    ...form,
    submitted_at: at.toISOString(),
    ...(random.chance(0.95) ? { person: naming(random, client) } : {}),
    message: `A roof, ${id}`,
    fields: { colour: random.pick(["red", "grey"]), rooms: random.between(1, 5) },
    attribution: attribution(random, client),
  };
  // The form is its subject, and many clients send the same one: theirs is found by what they wrote into it.
  return [{ ...told(conversation, "form.submitted", 0, data), becomes: { marker: id } }];
}

/**
 * Told again with all that was written before. Who answers is said from the start, and before the first end: contact and
 * deal keep the owner whom they were made with, and nobody takes a task back that was made in the meantime.
 */
export function dialogMessages(random: Random, conversation: Conversation): Message[] {
  const { client, id, at } = conversation;
  const isAnswered = random.chance(0.6);
  const messages = Array.from({ length: random.between(2, 6) }, (_, index) => ({
    at: new Date(at.getTime() + index * 20_000).toISOString(),
    from: isAnswered && (index === 1 || random.chance(0.5)) ? "agent" : "client",
    text: `${random.pick(["A roof", "How much", "<b>Soon</b>"])}, ${id}, ${index}`,
  }));
  const common = {
    dialog_id: id,
    channel: random.pick(["whatsapp", "sms", "telegram", "web"]),
    person: naming(random, client),
    agent: isAnswered || random.chance(0.3) ? { email: random.pick(agents) } : null,
    started_at: at.toISOString(),
    attribution: attribution(random, client),
  };
  const part = (type: string, index: number, length: number) =>
    told(conversation, type, index, { ...common, messages: messages.slice(0, length) });
  const parts = [
    ...(random.chance(0.8) ? [part("dialog.started", 0, 1)] : []),
    part("dialog.ended", 1, Math.max(2, messages.length - random.between(0, 3))),
    ...(random.chance(0.4) ? [part("dialog.ended", 2, messages.length)] : []),
  ];
  return random.chance(0.2) ? random.shuffled(parts) : parts;
}

// The sign-ups of a scenario: a client becomes somebody's customer and changes there, his colleague becomes one, too.
import type { Message } from "./calls.ts";
import { attribution, freeMail, naming } from "./client.ts";
import { type Conversation, told } from "./conversations.ts";
import type { Random } from "./random.ts";

/** What the sender knows of a customer by now. */
export interface SignUp {
  id: string;
  /** How often he has told of him. */
  parts: number;
  company: Record<string, string>;
}

/** The sign-up, or if there was one before, what the customer has changed since; of strangers at times in the wrong order. */
export function signUpMessages(random: Random, conversation: Conversation, signUp: SignUp): Message[] {
  const isNew = signUp.parts === 0;
  // Else the first part might name him in a way in which nobody knows him yet, and he would be two people with one number.
  const isStranger = conversation.client.known.size === 0;
  const parts = isNew ? [registered(random, conversation, signUp)] : [];
  const changes = random.between(isNew ? 0 : 1, 2);
  for (let change = 0; change < changes; change++) parts.push(changed(random, conversation, signUp));
  return isStranger && random.chance(0.4) ? random.shuffled(parts) : parts;
}

function registered(random: Random, conversation: Conversation, signUp: SignUp): Message {
  const { client } = conversation;
  const { number, domain } = client;
  if (domain !== freeMail && random.chance(0.5)) signUp.company.website = `https://www.${domain}/about`;
  if (random.chance(0.7)) signUp.company.name = `Company ${number}`;
  if (random.chance(0.5)) signUp.company.phone = `+38044${1_000_000 + number}`;
  const data = { person: naming(random, client), attribution: attribution(random, client) };
  return customer(conversation, "customer.registered", signUp, data);
}

function changed(random: Random, conversation: Conversation, signUp: SignUp): Message {
  const { client } = conversation;
  const { company, parts: next } = signUp;
  const change = random.pick(["email", "name", "company", "address", "website"]);
  if (change === "name") client.name = `Anna Married${client.number}-${next}`;
  if (change === "company") company.name = `Group ${client.number}-${next}`;
  if (change === "address") company.address = `${next} Main Street`;
  if (change === "website" && client.domain !== freeMail) company.website = `https://${client.domain}/page-${next}`;
  // Nobody writes from his old address any more: HubSpot has it no longer, so it would be somebody else's.
  if (change === "email") client.email = `anna.${client.number}-${next}@${client.domain}`;
  const named = naming(random, client);
  if (change !== "email") return customer(conversation, "customer.updated", signUp, { person: named });
  client.known.add("email");
  return customer(conversation, "customer.updated", signUp, { person: { ...named, email: client.email } });
}

/** Somebody of the same company, who may come to its meetings as well. */
export function colleagueMessages(random: Random, conversation: Conversation): Message[] {
  const { number, domain } = conversation.client;
  const said = {
    name: `Company ${number}`,
    website: `https://${domain}`,
    phone: `+38044${1_000_000 + number}`,
    address: `${number} Side Street`,
  };
  const company = Object.fromEntries(Object.entries(said).filter(() => random.chance(0.5)));
  const person = { name: `Ivan Colleague${number}`, email: `colleague1@${domain}` };
  return [customer(conversation, "customer.registered", { id: conversation.id, parts: 0, company }, { person })];
}

function customer({ client, at }: Conversation, type: string, signUp: SignUp, data: object): Message {
  const { id, company } = signUp;
  const all = { customer_id: id, ...data, ...(Object.keys(company).length > 0 ? { company } : {}) };
  return told({ client, id, at }, type, signUp.parts++, all);
}

// What dialog.started and dialog.ended hold: a conversation in a messenger or chat, as far as it has come.
import { z } from "zod";
import { agent, attribution, noAttribution } from "./event.ts";
import { person } from "./person.ts";

const text = z.string().trim().min(1).nullable().catch(null).default(null);
const instant = z.iso.datetime({ offset: true }).nullable().catch(null).default(null);

export const message = z.object({ at: instant, from: z.enum(["client", "agent"]).catch("client"), text });
export type Message = z.infer<typeof message>;

export const dialogData = z.object({
  dialogId: z.string().min(1),
  /** whatsapp, sms, telegram, web… */
  channel: text,
  person: person.nullable().catch(null).default(null),
  agent: agent.nullable().catch(null).default(null),
  startedAt: instant,
  endedAt: instant,
  messages: z.array(message).catch([]).default([]),
  attribution: attribution.catch(noAttribution).default(noAttribution),
});
export type DialogData = z.infer<typeof dialogData>;

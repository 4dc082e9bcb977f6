// A conversation in a messenger or chat: one communication or note with its transcript, which later messages extend, and a
// task when it ended and nobody answered.
import type { KnownCall, Snapshot } from "../model/crm.ts";
import { type DialogData, dialogData, type Message } from "../model/dialog.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, Plan, UpdateWrite, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { activityBody, type Content } from "./activity-body.ts";
import { type Fact, fact } from "./after-call.ts";
import { attributionLabel } from "./attribution.ts";
import { andBrought, type Cascade, withCascade } from "./cascade.ts";
import { agentLabel, participantOf } from "./employee.ts";
import { judgeEnquiry } from "./enquiry.ts";
import { answerTask, referenceIn } from "./task.ts";

export function decideDialog(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const told = (snapshot.moments.get(event.subject) ?? []).filter(({ id }) => id !== event.id);
  const dialog = wholeDialog([event, ...told]);
  const known = snapshot.calls.get(event.subject) ?? null;
  const judged = judgeEnquiry(
    {
      eventId: event.id,
      kind: "dialog",
      title: dialog.channel ? `A ${dialog.channel} dialogue` : "A dialogue",
      dealTitle: dialog.channel ? `${dialog.channel} dialogue` : "dialogue",
      person: dialog.person,
      participant: participantOf(dialog.agent, rulebook),
      attribution: dialog.attribution,
    },
    known,
    snapshot,
    rulebook,
  );
  if ("verdict" in judged) return judged;
  const { because, row, owner, client, contact, gaps, deal, belongsTo } = judged;
  const brought = withCascade("dialog", belongsTo, snapshot, rulebook.settings);
  const logged = row.call === "log" ? logOf(event, dialog, known, owner.ownerId, brought) : null;
  const answered = dialog.messages.some(({ from }) => from === "agent");
  const isEnd = ({ type }: Event) => type === "dialog.ended";
  const isOver = isEnd(event) && !told.some((each) => isEnd(each) && !snapshot.undecided.has(each.id));
  const text = `${client.name} wrote${dialog.channel ? ` by ${dialog.channel}` : ""}, and nobody answered.`;
  const at = dialog.endedAt ?? dialog.startedAt ?? event.time;
  const writes: (Write | null)[] = [
    contact,
    gaps,
    deal,
    logged,
    isOver && !answered ? answerTask(event.id, { at, text }, row, client, owner, belongsTo) : null,
  ];
  const kept = writes.filter((write) => write !== null);
  return kept.every((write) => write.do === "use")
    ? {
        verdict: "ignore",
        because: "This dialogue is already in HubSpot, and this event says nothing new of it.",
        writes: kept,
      }
    : { verdict: "write", because, writes: kept };
}

/** What the portal's HubSpot calls the channel; another one is kept as a note. */
const channels: Record<string, string> = { whatsapp: "WHATS_APP", sms: "SMS", linkedin: "LINKEDIN_MESSAGE" };

function logOf(
  event: Event,
  dialog: DialogData,
  known: KnownCall | null,
  ownerId: string | null,
  brought: Cascade,
): CreateWrite | UpdateWrite | null {
  const channel = channels[dialog.channel?.toLowerCase() ?? ""];
  const what = known?.activity?.what ?? (channel ? ("communication" as const) : ("note" as const));
  const key = known?.activity ? keyIn(known.activity.properties) : `${event.id}/${what}`;
  const name = what === "note" ? "hs_note_body" : "hs_communication_body";
  const content: Content = {
    heading: "From the conversation:",
    blocks: () => factsOf(dialog).map(({ html }, index) => (index === 0 ? html : `<br>${html}`)),
    whole: { url: null, source: "" },
    key,
  };
  if (known?.activity) {
    const { ref, properties, body: standing } = known.activity;
    const written = properties[name] ?? "";
    const body = activityBody(content, { written, standing: standing ?? written });
    if (body === written) return null;
    const because = "there is more of the dialogue";
    return { do: "update", what, key: `${event.id}/${what}`, ref, properties: { [name]: body }, because };
  }
  return {
    do: "create",
    what,
    key,
    properties: {
      hs_timestamp: dialog.startedAt ?? event.time,
      [name]: activityBody(content),
      ...(what === "communication" && channel
        ? { hs_communication_channel_type: channel, hs_communication_logged_from: "CRM" }
        : {}),
      ...(ownerId ? { hubspot_owner_id: ownerId } : {}),
    },
    associate: brought.links,
    because: andBrought("it keeps what was written", brought),
  };
}

/** The reference that the record was made with stays in it. */
function keyIn(properties: Record<string, string>): string {
  return referenceIn(properties.hs_note_body ?? properties.hs_communication_body ?? "") ?? "";
}

function factsOf(dialog: DialogData): Fact[] {
  const agent = dialog.agent && agentLabel(dialog.agent);
  return [
    ...fact("Channel", dialog.channel),
    ...fact("Employee", agent),
    ...fact("Advertising source", attributionLabel(dialog.attribution)),
    ...dialog.messages.flatMap(({ at, from, text }) =>
      fact(
        `${at ? `${at.slice(0, 16).replace("T", " ")} UTC ` : ""}${from === "agent" ? (agent ?? "Employee") : "Client"}`,
        text,
      ),
    ),
  ];
}

/** All that is known of the dialogue, whatever the order in which its parts came. */
export function wholeDialog(events: readonly Event[]): DialogData {
  const parts = events
    .flatMap((event) => (event.type.startsWith("dialog.") ? [dialogData.parse(event.data)] : []))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const first = <Value>(field: (part: DialogData) => Value | null): Value | null =>
    parts.map(field).find((value) => value !== null) ?? null;
  const [any] = parts;
  if (!any) throw new Error("A dialogue without events");
  const sources = parts.map(({ attribution }) => attribution);
  const attribution = sources.find((source) => Object.values(source).some((value) => value !== null));
  return {
    ...any,
    channel: first(({ channel }) => channel),
    person: first(({ person }) => person),
    agent: first(({ agent }) => agent),
    startedAt: parts.flatMap(({ startedAt }) => startedAt ?? []).sort()[0] ?? null,
    endedAt:
      parts
        .flatMap(({ endedAt }) => endedAt ?? [])
        .sort()
        .at(-1) ?? null,
    messages: messagesOf(parts),
    attribution: attribution ?? any.attribution,
  };
}

/** Each message once: a later part of a dialogue often repeats the earlier ones. */
function messagesOf(parts: readonly DialogData[]): Message[] {
  const all = parts.flatMap(({ messages }) => messages).filter(({ text }) => text !== null);
  const once = new Map(all.map((message) => [JSON.stringify(message), message]));
  return [...once.values()].toSorted((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
}

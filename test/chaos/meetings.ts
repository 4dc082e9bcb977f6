// The meetings of a scenario: what note-takers tell of one, corrected, in any order, and now and then that it was deleted.
import type { Message } from "./calls.ts";
import { agents, freeMail, type Named, naming, owners } from "./client.ts";
import { type Conversation, told } from "./conversations.ts";
import type { Random } from "./random.ts";

export function meetingMessages(random: Random, conversation: Conversation): Message[] {
  const { id, at } = conversation;
  const organizer = random.chance(0.6) ? { email: random.pick(agents) } : null;
  const { first, all } = participants(random, conversation, owners.includes(organizer?.email ?? ""));
  const isWholeAtOnce = random.chance(0.3);
  const corrections = random.between(isWholeAtOnce ? 0 : 1, 3);
  const completed = {
    title: `Roof, ${id}`,
    started_at: at.toISOString(),
    ended_at: new Date(at.getTime() + 45 * 60_000).toISOString(),
    ...(random.chance(0.5) ? { recording_url: `https://notes.test/${id}.mp4` } : {}),
    participants: corrections > 0 ? first : all,
    ...(isWholeAtOnce ? content(random, id, 0) : {}),
  };
  const analyzed = Array.from({ length: corrections }, (_, index) => ({
    ...(index === 0 ? { participants: all } : {}),
    ...content(random, id, index + 1),
  }));
  const parts = [completed, ...analyzed].map((data, part) => {
    const type = part === 0 ? "meeting.completed" : "meeting.analyzed";
    return told(conversation, type, part, { meeting_id: id, organizer, ...data });
  });
  if (random.chance(0.2)) parts.push(told(conversation, "meeting.deleted", parts.length, { meeting_id: id }));
  return random.chance(0.3) ? random.shuffled(parts) : parts;
}

interface Participants {
  /** Who is named when it has ended. */
  first: Named[];
  /** Who is named when it has been analysed, some by their names only then. */
  all: Named[];
}

/**
 * A meeting belongs to whoever was known to have held it when it was written, else to the responsible of a guest. So
 * whoever decides about that is named by every event, whichever is the first to be written.
 */
function participants(random: Random, { client, id }: Conversation, isOrganized: boolean): Participants {
  const { domain, number } = client;
  const colleagues = domain === freeMail ? [] : [1, 2].map((index) => ({ email: `colleague${index}@${domain}` }));
  const others = [
    ...colleagues,
    { name: `Fred ${id}`, email: `fred.${id}@gmail.com` },
    { name: `Petro ${id}`, phone: `+38067${1_000_000 + number}` },
    { name: "Somebody" },
  ];
  const guests: Named[] = [naming(random, client), ...others.filter(() => random.chance(0.4))];
  const ours = random.chance(0.3) ? [{ name: "Marko", email: "marko.bondar@acme.test" }] : [];
  const isHeld = isOrganized || ours.length > 0;
  const named = ({ email, phone }: Named) => (random.chance(0.3) ? { name: `Guest ${email ?? phone}` } : {});
  return {
    first: [...guests.filter(() => !isHeld || random.chance(0.8)), ...ours],
    all: [...guests.map((guest) => ({ ...named(guest), ...guest })), ...ours],
  };
}

/** What was made of it, or a part of that; a later version corrects an earlier one. */
function content(random: Random, id: string, version: number): object {
  const analysis = {
    summary: `# Roof\n\n**Anna** wants a new roof, ${version}. <script>alert(${version})</script>`,
    topics: ["Roof", `Price ${version}`],
    next_steps: [{ text: `Send offer ${version}`, assignee: "Marko", due: "2026-11-25T00:00:00Z" }],
    ...(random.chance(0.5) ? { score: { value: version, max: 10 } } : {}),
  };
  const notes = [
    {
      note_id: "n-1",
      category: "Pain",
      text: `It leaks, ${version}`,
      at_seconds: 65,
      link: `https://notes.test/${id}`,
    },
    { note_id: "n-2", category: "Budget", text: `10,00${version}`, at_seconds: 130 },
    { category: "Pain", text: `Since March, ${version}`, at_seconds: 70 },
  ];
  return {
    ...(random.chance(0.8) ? { analysis } : {}),
    ...(random.chance(0.7) ? { notes: notes.filter(() => random.chance(0.7)) } : {}),
  };
}

// What the sandbox holds of one client: contacts, calls and tasks, in the words of the stories.
import { type SandboxRecord, sandboxState, type TestApp } from "../../hookswitch.ts";
import type { PortalOfSender } from "./portals.ts";
import { announced, type Story } from "./story.ts";
import { clientOf, ofCall } from "./telling.ts";

export type Held = Awaited<ReturnType<typeof sandboxState>>;

export interface Seen {
  contacts: number;
  calls: Record<string, unknown>[];
  tasks: unknown[];
}

/** HubSpot's default outcomes. */
const dispositions = {
  answered: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
  missed: "73a0d17f-1163-4015-bdd5-ec830791da20",
  voicemail: "b2cf5968-551e-4856-9783-52b3da59a7d0",
};

export async function heldIn(app: TestApp, { id }: PortalOfSender): Promise<Held> {
  return sandboxState(app.sandbox.url, id);
}

export function seenOf(n: number, { records, links }: Held, { owners }: PortalOfSender): Seen {
  const [phone, ours] = [clientOf(n), Object.entries(owners)];
  const contacts = records.filter(({ type, properties }) => type === "contacts" && properties.phone === phone);
  const linked = (wanted: string) => {
    const ids = links.flatMap(([from, fromId, to, toId]) =>
      from === wanted && to === "contacts" && contacts.some(({ id }) => id === toId) ? [fromId] : [],
    );
    return records.filter(({ type, id }) => type === wanted && ids.includes(id));
  };
  const ownerOf = ({ hubspot_owner_id: id }: SandboxRecord["properties"]) => ours.find(([, each]) => each === id)?.[0];
  return {
    contacts: contacts.length,
    calls: linked("calls").map(({ properties: call }) => ({
      direction: call.hs_call_direction,
      status: call.hs_call_status,
      disposition: call.hs_call_disposition,
      voicemail: call.hs_call_has_voicemail === "true",
      milliseconds: call.hs_call_duration,
      from: call.hs_call_from_number,
      to: call.hs_call_to_number,
      minute: call.hs_timestamp?.slice(0, 16),
      owner: ownerOf(call),
      recording: call.hs_call_recording_url ?? (call.hs_call_source && announced),
      linked: /Recording: <a href="https/.test(call.hs_call_body ?? ""),
    })),
    tasks: linked("tasks").map(({ properties: task }) => [task.hs_task_type, task.hs_task_status, ownerOf(task)]),
  };
}

export function expectedOf(n: number, story: Story, provider: string): Seen {
  const { outcome, outgoing = false, seconds, owner, recording, withoutLine, minute = "2026-10-09T09:30" } = story;
  const [client, line] = [clientOf(n), withoutLine ? undefined : "+380441112233"];
  const call = {
    direction: outgoing ? "OUTBOUND" : "INBOUND",
    status: outcome === "answered" ? "COMPLETED" : "NO_ANSWER",
    disposition: dispositions[outcome],
    voicemail: outcome === "voicemail",
    milliseconds: String(seconds * 1000),
    from: outgoing ? line : client,
    to: outgoing ? client : line,
    minute,
    owner,
    recording: recording && ofCall(recording, provider, n),
    linked: recording === announced,
  };
  const isMissed = outcome !== "answered" && !outgoing;
  return { contacts: 1, calls: [call], tasks: isMissed ? [["CALL", "NOT_STARTED", "top"]] : [] };
}

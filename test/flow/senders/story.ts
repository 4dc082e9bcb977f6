// What a phone system sends of one call, by its fixtures in their order, and what HubSpot must then show of that call.

export interface Story {
  send: readonly string[];
  outcome: "answered" | "missed" | "voicemail";
  /** In which two people spoke. */
  seconds: number;
  outgoing?: true;
  /** By the beginning of the owner's e-mail; what is nobody's is the top manager's. */
  owner: "agent" | "second" | "top";
  /** The address that HubSpot plays, or that it is told to ask us. */
  recording?: string;
  /** In which the call began, in UTC. */
  minute?: string;
  /** The sender does not name our number. */
  withoutLine?: true;
}

/** By the kinds of test/providers/kinds.ts; what is missing the sender does not report. */
export type Stories = Record<string, Story>;

type Ending = Pick<Story, "outcome" | "seconds" | "owner">;

export const answered = (seconds = 80, owner: Story["owner"] = "agent"): Ending => ({
  outcome: "answered",
  seconds,
  owner,
});
export const missed = (owner: Story["owner"] = "top"): Ending => ({ outcome: "missed", seconds: 0, owner });
export const voicemail = (owner: Story["owner"] = "top"): Ending => ({ outcome: "voicemail", seconds: 0, owner });

/** Instead of the address of a recording that wants a login. */
export const announced = "announced";

export function told(send: readonly string[], ending: Ending, more: Partial<Story> = {}): Story {
  return { send, ...ending, ...more };
}

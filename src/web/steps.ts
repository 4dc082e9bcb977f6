// How far the plan of an event has been carried out: each write with its state, and the reason why HubSpot refused it.
import { foundBecause, type Write } from "../model/plan.ts";
import type { ActivityRow } from "../store/activity.ts";
import { sentence } from "./answers.ts";
import { capital, manyLine, refusedLine, writeLine, writeTitle } from "./words.ts";

const writeStates = ["planned", "sent", "done", "refused"] as const;
/** sent: HubSpot has not answered yet, or its answer was lost. */
export type WriteState = (typeof writeStates)[number];

/** A write of the plan with what the ledger knows of it. */
export interface Progress {
  write: Write;
  state: WriteState;
  /** Why it is written, or what was learned of it since, such as that HubSpot already had the record. */
  because: string;
  /** Why it was not; null where it was not refused. */
  refusal: string | null;
}

/** One entry of the list on the page of an event. */
export interface Step {
  title: string;
  state: WriteState;
  reasons: string[];
  refusals: string[];
  properties: [string, string][];
}

type Told = Pick<ActivityRow, "plan" | "entries" | "status">;

export function progressOf({ plan, entries, status }: Told): Progress[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return (plan?.writes ?? []).map((write) => {
    const entry = byKey.get(write.key);
    const state = writeStates.find((each) => each === entry?.state) ?? (status === "done" ? "done" : "planned");
    if (state !== "refused") return { write, state, because: entry?.because ?? write.because, refusal: null };
    return { write, state, because: write.because, refusal: entry?.because ?? "" };
  });
}

/** HubSpot already had the record that we were to make: the ledger says so instead of why. */
export function wasFound({ write, state, because }: Progress): boolean {
  return write.do === "create" && state === "done" && because.startsWith(foundBecause);
}

export function stepsOf(progress: readonly Progress[]): Step[] {
  return progress.map((each) => stepOf(writeTitle(asItWent(each).write, each.state === "done"), [each]));
}

/** Several writes as one step, which is done when all of them are. */
export function stepOf(title: string, progress: readonly Progress[]): Step {
  return {
    title,
    state: stateOf(progress),
    reasons: progress.map(({ because }) => sentence(because)),
    refusals: progress.flatMap(({ refusal }) => (refusal ? [capital(sentence(refusal))] : [])),
    properties: progress.flatMap(({ write }) => ("properties" in write ? Object.entries(write.properties) : [])),
  };
}

export function stateOf(progress: readonly Progress[]): WriteState {
  const states = progress.map(({ state }) => state);
  if (states.includes("refused")) return "refused";
  if (states.length > 0 && states.every((state) => state === "done")) return "done";
  return states.includes("sent") ? "sent" : "planned";
}

/** As many of one kind are told one by one in the list of events; nobody reads more reasons there. */
const toldApart = 3;

/** As sentences, for the list of events. */
export function linesOf(progress: readonly Progress[]): string[] {
  const kinds = Map.groupBy(progress.map(asItWent), ({ write, state, refusal }) =>
    refusal === null && write.do !== "associate" ? `${write.do} ${write.what} ${state === "done"}` : write.key,
  );
  return [...kinds.values()].flatMap((kind) => {
    const [first] = kind;
    if (first && kind.length > toldApart) return [manyLine(first.write, kind.length, first.state === "done")];
    return kind.map(({ write, state, refusal }) =>
      refusal === null ? writeLine(write, state === "done") : refusedLine(write, refusal),
    );
  });
}

/** With the words for what became of it: a record that was found is no created one. */
function asItWent(progress: Progress): Progress {
  const { write, because } = progress;
  if (write.do !== "create" || !wasFound(progress)) return { ...progress, write: { ...write, because } };
  const { what, key } = write;
  return { ...progress, write: { do: "use", what, key, ref: { key }, name: "", because } };
}

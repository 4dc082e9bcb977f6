// Builds our own JSON from what a rule of a map takes out of a delivery: "client.phone" → {client: {phone}}.
import type { CallOutcome } from "../../model/event.ts";
import { type EventType, familyOf } from "../../model/our-fields.ts";
import type { JsonObject } from "../generic-other.ts";
import { numberOf } from "../values.ts";

/** Texts by our field. */
export type Mapped = ReadonlyMap<string, string>;

type Tree = { [name: string]: string | number | string[] | Tree | Tree[] };

export function mappedData(type: EventType, values: Mapped): JsonObject {
  const plain = [...values].filter(([path]) => !shortCuts.has(path));
  const tree = plain.reduce<Tree>((data, [path, text]) => planted(data, branches(path), leafOf(path, text)), {});
  switch (familyOf(type)) {
    case "call":
      return { ...tree, ...sidesOf(values, tree), ...secondsIn(values), ...outcomeIn(values) };
    case "dialog":
      return { ...tree, ...messageIn(values) };
    case "meeting":
      return { ...tree, participants: participantsIn(values, tree) };
    default:
      return tree;
  }
}

/** Fields that are read in their own way, because the generic JSON has no such place. */
const shortCuts = new Set(["caller.phone", "called.phone", "talk_milliseconds", "total_milliseconds", "event_id"]);
const lists = new Set(["tags", "analysis.topics"]);

/** The names that a form gives its fields stay whole, dots and all. */
function branches(path: string): string[] {
  return path.startsWith("fields.") ? ["fields", path.slice("fields.".length)] : path.split(".");
}

function leafOf(path: string, text: string): string | string[] {
  if (lists.has(path)) return itemsOf(text, /[\n,;]/);
  return path === "analysis.next_steps" ? itemsOf(text, /\n/) : text;
}

function itemsOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function planted(tree: Tree, [name = "", ...rest]: string[], value: string | string[]): Tree {
  if (rest.length === 0) return { ...tree, [name]: value };
  return { ...tree, [name]: planted(branchOf(tree, name), rest, value) };
}

function branchOf(tree: Tree, name: string): Tree {
  const inner = Object.hasOwn(tree, name) ? tree[name] : undefined;
  return typeof inner === "object" && !Array.isArray(inner) ? inner : {};
}

/** Who called is the client of an incoming call and our own line in an outgoing one. */
function sidesOf(values: Mapped, tree: Tree): Tree {
  const [caller, called] = [values.get("caller.phone"), values.get("called.phone")];
  const [client, line] = isOutgoing(values) ? [called, caller] : [caller, called];
  return {
    ...(client && { client: { phone: client, ...branchOf(tree, "client") } }),
    ...(line && { line: { phone: line, ...branchOf(tree, "line") } }),
  };
}

function isOutgoing(values: Mapped): boolean {
  return values.get("direction")?.toLowerCase() === "out";
}

function secondsIn(values: Mapped): Tree {
  const parts = ["talk", "total"].flatMap((name): [string, number][] => {
    const milliseconds = numberOf(values.get(`${name}_milliseconds`));
    const isKnown = milliseconds === null || values.has(`${name}_seconds`);
    return isKnown ? [] : [[`${name}_seconds`, milliseconds / 1000]];
  });
  return Object.fromEntries(parts);
}

/** One word of theirs means both: of an outgoing call it is the client who did not pick up. */
function outcomeIn(values: Mapped): { outcome?: CallOutcome } {
  return isOutgoing(values) && values.get("outcome")?.toLowerCase() === "missed"
    ? { outcome: "no_answer_by_client" }
    : {};
}

function messageIn(values: Mapped): Tree {
  const text = values.get("message");
  const at = values.get("started_at");
  return text === undefined ? {} : { messages: [{ from: "client", text, ...(at && { at }) }] };
}

function participantsIn(values: Mapped, tree: Tree): Tree[] {
  const emails = itemsOf(values.get("participants") ?? "", /[\n,;\s]/);
  const person = branchOf(tree, "person");
  const known = Object.keys(person).length > 0 ? [person] : [];
  return [...known, ...emails.filter((email) => email !== person.email).map((email) => ({ email }))];
}

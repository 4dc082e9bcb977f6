// Proposes for a captured delivery what kind of event it is, by which field to know it again, and a rule that reads it.
import type { MapLine, MapRule } from "../../model/field-map.ts";
import type { EventType } from "../../model/our-fields.ts";
import { textOf } from "../values.ts";
import type { Fields } from "./mapped.ts";
import { wordsIn } from "./name-words.ts";
import { proposedFields } from "./propose-fields.ts";
import { directionOf, proposedWords } from "./propose-words.ts";

type RuleType = EventType | "ignore";

/** Words by which a kind of event gives itself away. */
const signs: [word: string, type: RuleType][] = [
  ["deal", "ignore"],
  ["form", "form.submitted"],
  ["dialog", "dialog.ended"],
  ["channel", "dialog.ended"],
  ["meeting", "meeting.completed"],
  ["registration", "customer.registered"],
  ["registered", "customer.registered"],
  ["signup", "customer.registered"],
];

/** Of these a call has two at least, and hardly anything else has three. */
const callSigns = ["direction", "outcome", "talk_seconds", "total_seconds", "recording_url", "caller.phone"];

/** A delivery that says what it is in a field named so is known again by it. */
const kindNames = new Set(["event", "eventtype", "eventname", "type", "hook", "kind", "entity", "action"]);

/** Their words of the fields that hold words, as far as they have been seen. */
export type SeenWords = (theirs: string) => readonly string[];

/** `beside`: the provider reads other deliveries by itself, so that the rule must tell this one from them. */
export function proposedRule(fields: Fields, seen: SeenWords, beside: boolean): MapRule {
  const type = proposedType(fields);
  const when = conditionsFor(fields, type, beside);
  if (type === "ignore")
    return { when, type, because: "Deals are kept in HubSpot; news of them from elsewhere is not written." };
  // What a condition fixes to one value is no news of the form.
  const isFixed = ({ theirs, ours }: MapLine) =>
    ours.startsWith("fields.") && when.some(({ field, equals }) => field === theirs && equals !== undefined);
  return { when, type, fields: proposedLines(fields, type, seen).filter((line) => !isFixed(line)) };
}

export function proposedLines(fields: Fields, type: EventType, seen: SeenWords): MapLine[] {
  return [...proposedFields(fields, type)].map(([theirs, ours]) => {
    const words = proposedWords(ours, seen(theirs));
    return { ours, theirs, ...(words.length > 0 && { words }) };
  });
}

function proposedType(fields: Fields): RuleType {
  const kind = kindOf(fields);
  const named = kind && typeIn(wordsIn(kind.value));
  if (named) return named;
  const asCall = new Set(proposedFields(fields, "call.completed").values());
  const evidence = callSigns.filter((sign) => asCall.has(sign)).length;
  if (evidence > 2) return "call.completed";
  const names = [...fields.keys()].map(wordsIn);
  const identified = signs.find(([word]) => names.some((words) => words.has(word) && words.has("id")));
  if (identified) return identified[1];
  if (evidence === 2) return "call.completed";
  const words = new Set(names.flatMap((each) => [...each]));
  return typeIn(words) ?? (words.has("email") ? "form.submitted" : "call.completed");
}

function typeIn(words: ReadonlySet<string>): RuleType | null {
  return signs.find(([word]) => words.has(word))?.[1] ?? null;
}

function kindOf(fields: Fields): { field: string; value: string } | null {
  for (const [field, text] of fields) {
    const value = textOf(text);
    const isKind = kindNames.has(field.toLowerCase().replace(/[^\p{L}]/gu, ""));
    if (isKind && value !== null && value.length <= 60 && directionOf(value) === null) return { field, value };
  }
  return null;
}

function conditionsFor(fields: Fields, type: RuleType, beside: boolean): MapRule["when"] {
  const kind = kindOf(fields);
  if (kind) return [{ field: kind.field, equals: kind.value }];
  if (!beside) return [];
  const sign = signs.find(([, of]) => of === type)?.[0];
  const telling = [...fields].find(([name, value]) => textOf(value) !== null && sign && wordsIn(name).has(sign));
  return telling ? [{ field: telling[0] }] : [];
}

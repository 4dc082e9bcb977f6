// Proposes for each field of an unknown sender which of our fields it is: by Ringostat's names, else by its words.
import { longestFieldName } from "../../model/field-map.ts";
import { type EventType, familyOf, ourField } from "../../model/our-fields.ts";
import { meaningRank } from "../ringostat-fields.ts";
import { textOf } from "../values.ts";
import { commonNames, familyNames, ringostatNames } from "./known-names.ts";
import type { Fields } from "./mapped.ts";
import { wordsIn } from "./name-words.ts";
import { directionOf } from "./propose-words.ts";

interface Guess {
  theirs: string;
  ours: string;
  score: number;
}

/** Each of ours is proposed once, for the field that fits best. Their name → our path. */
export function proposedFields(fields: Fields, type: EventType): Map<string, string> {
  const guesses = [...fields].flatMap(([theirs, value]) => guessesFor(theirs, textOf(value), type));
  const proposals = new Map<string, string>();
  const taken = new Set<string>();
  for (const { theirs, ours } of guesses.sort((a, b) => b.score - a.score)) {
    if (proposals.has(theirs) || taken.has(ours)) continue;
    proposals.set(theirs, ours);
    taken.add(ours);
  }
  return familyOf(type) === "form" ? withOwnNames(fields, proposals, type) : proposals;
}

/** A field without a value goes behind every other one of the same meaning. */
const blankPenalty = 5;

function guessesFor(theirs: string, value: string | null, type: EventType): Guess[] {
  if (theirs.length > longestFieldName) return [];
  const guesses = [...byRingostat(theirs), ...byWords(theirs, type), ...byValue(theirs, value)];
  return guesses
    .filter(({ ours }) => ourField(type, ours) !== null && suits(ours, value))
    .map((guess) => ({ ...guess, score: guess.score - (value === null ? blankPenalty : 0) }));
}

/** "type" is Ringostat's direction and many another sender's kind of event. */
function suits(ours: string, value: string | null): boolean {
  return ours !== "direction" || value === null || directionOf(value) !== null;
}

function byRingostat(theirs: string): Guess[] {
  return ringostatNames.flatMap(([field, ours], index) => {
    const rank = meaningRank(theirs, field);
    return rank < 0 ? [] : [{ theirs, ours, score: 3 - index / 100 - rank / 10_000 }];
  });
}

/** At least half of the words of the name must be words that we know. */
function byWords(theirs: string, type: EventType): Guess[] {
  const words = wordsIn(theirs);
  const rows = [...familyNames[familyOf(type)], ...commonNames];
  return rows.flatMap(([known, ours], index) => {
    const wanted = known.split(" ");
    const isRunTogether = wanted.length > 1 && theirs.toLowerCase() === wanted.join("");
    const share = wanted.length / words.size;
    if (!isRunTogether && (share < 0.5 || !wanted.every((word) => words.has(word)))) return [];
    return [{ theirs, ours, score: Math.min(share, 1) + wanted.length / 10 - index / 1_000 }];
  });
}

/** What a value gives away whatever its field is called; weaker than any name. */
const values: [RegExp, string][] = [
  [/^https?:\/\/\S+\.(mp3|wav|ogg|m4a)(\?\S*)?$/i, "recording_url"],
  [/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/, "started_at"],
  [/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/, "submitted_at"],
  [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "person.email"],
  [/^\+\d{8,15}$/, "person.phone"],
];
const byValueScore = 0.3;

function byValue(theirs: string, value: string | null): Guess[] {
  if (value === null) return [];
  const known = values.filter(([shape]) => shape.test(value)).map(([, ours]) => ours);
  const paths = value.length > 2 && directionOf(value) !== null ? [...known, "direction"] : known;
  return paths.map((ours) => ({ theirs, ours, score: byValueScore }));
}

/** What a form asks besides is kept under the form's own names. */
function withOwnNames(fields: Fields, proposals: Map<string, string>, type: EventType): Map<string, string> {
  for (const [theirs, value] of fields) {
    const ours = `fields.${theirs}`;
    const isOpen = textOf(value) !== null && theirs.length <= longestFieldName && !proposals.has(theirs);
    if (isOpen && ourField(type, ours)) proposals.set(theirs, ours);
  }
  return proposals;
}

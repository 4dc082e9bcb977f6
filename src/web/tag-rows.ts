// The rows "tag → outcome" of the settings page: as its form sends them, in the order that was chosen, blank ones left out.
import { z } from "zod";
import type { Directory } from "../model/crm.ts";
import type { Settings, SettingsChange } from "../model/settings.ts";
import type { Portal } from "../store/portals.ts";
import type { Web } from "./context.ts";
import { directoryFor } from "./directory.ts";

const text = z.string().catch("");
/** Without a script the order is chosen by number: as rows are shown, the first one has the place 1. */
const row = z.object({ tag: text, outcomeId: text, place: text }).catch({ tag: "", outcomeId: "", place: "" });

type TagRow = Settings["tagOutcomes"][number];

/** qs makes an object of rows with gaps. Programs send a list, whose order is the order. */
export function rowsInOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const rows: unknown[] = Object.values(value);
  const placed = rows.map((given, index) => ({ given, at: positionOf(row.parse(given).place, index + 1) }));
  return placed
    .filter(({ given }) => !isBlank(given))
    .sort((a, b) => a.at - b.at)
    .map(({ given }) => given);
}

/** A row that was moved up goes before the one whose place it takes, one that was moved down after it. */
function positionOf(place: string, before: number): number {
  if (!/^\s*\d{1,4}\s*$/.test(place)) return before;
  return Number(place) + Math.sign(Number(place) - before) / 2;
}

function isBlank(given: unknown): boolean {
  const { success, data } = z.object({ tag: z.string(), outcomeId: z.string() }).safeParse(given);
  return success && data.tag.trim() === "" && data.outcomeId.trim() === "";
}

/** What was sent as texts, unfinished rows included, for the page that says what is wrong with them. */
export function tagRowsIn(value: unknown): TagRow[] {
  const rows = rowsInOrder(value);
  return Array.isArray(rows)
    ? rows.map((given) => row.parse(given)).map(({ tag, outcomeId }) => ({ tag, outcomeId }))
    : [];
}

/** An outcome must be one that HubSpot lists, or have been chosen while it did. */
export async function wrongOutcomes(
  web: Web,
  portal: Portal,
  { tagOutcomes = [] }: SettingsChange,
): Promise<Record<string, string>> {
  const before = new Set(portal.settings.tagOutcomes.map(({ outcomeId }) => outcomeId));
  if (tagOutcomes.every(({ outcomeId }) => before.has(outcomeId))) return {};
  const { callOutcomes } = await directoryFor(web, portal);
  const known = new Set([...before, ...callOutcomes.map(({ id }) => id)]);
  const wrong = tagOutcomes.flatMap(({ outcomeId }, index) =>
    known.has(outcomeId) ? [] : [[`tagOutcomes.${index}.outcomeId`, "HubSpot lists no such outcome of calls."]],
  );
  return Object.fromEntries(wrong);
}

/** As many as a form without a script can add at a time. */
const blankRows = 3;

/** For the page: the rows with what is wrong with each, then blank ones as long as there is an outcome to choose. */
export function shownTagRows(rows: readonly TagRow[], { callOutcomes }: Directory, errors: Record<string, string>) {
  const blanks = callOutcomes.length > 0 ? blankRows : 0;
  return [...rows, ...Array.from({ length: blanks }, () => ({ tag: "", outcomeId: "" }))].map((each, index) => ({
    ...each,
    isGone: each.outcomeId !== "" && !callOutcomes.some(({ id }) => id === each.outcomeId),
    tagError: errors[`tagOutcomes.${index}.tag`],
    outcomeError: errors[`tagOutcomes.${index}.outcomeId`] ?? errors[`tagOutcomes.${index}`],
  }));
}

// What an event of a customer brings to a record that exists: facts that are written, and facts that only fill gaps.
import type { Event } from "../model/event.ts";
import type { Fact } from "./sign-up-facts.ts";

export interface News<Name extends string> {
  /** Written whatever stands there. */
  told: Partial<Record<Name, string>>;
  /** Written where nothing stands. */
  offered: Partial<Record<Name, string>>;
}

/**
 * A sign-up never overwrites what people wrote; what the sender changes counts more. A field that the sender did not
 * change stays as people left it.
 * @param isFirstSight no event of the customer had to do with the record before
 */
export function newsOf<Name extends string>(
  facts: Record<Name, Fact | null>,
  { type }: Event,
  isFirstSight: boolean,
): News<Name> {
  const entries = Object.entries<Fact | null>(facts);
  const isTold = ({ isNews, isChange }: Fact) => isNews && (isChange || type === "customer.updated");
  const pick = (wanted: (fact: Fact) => boolean) =>
    Object.fromEntries(entries.flatMap(([name, fact]) => (fact && wanted(fact) ? [[name, fact.value]] : [])));
  return {
    told: pick(isTold) as Partial<Record<Name, string>>,
    offered: pick((fact) => !isTold(fact) && (isFirstSight || fact.isNews)) as Partial<Record<Name, string>>,
  };
}

const labels: Record<string, string> = {
  firstname: "first name",
  lastname: "last name",
  email: "e-mail address",
  phone: "phone number",
};

/** "the sender gave a new website and phone number, and it had no address or domain yet" */
export function newsBecause(told: Record<string, string>, filled: Record<string, string>): string {
  const parts = [
    Object.keys(told).length > 0 && `the sender gave a new ${listOf(told, "and")}`,
    Object.keys(filled).length > 0 && `it had no ${listOf(filled, "or")} yet`,
  ];
  return parts.filter(Boolean).join(", and ");
}

function listOf(properties: Record<string, string>, word: "and" | "or"): string {
  const names = Object.keys(properties).map(
    (property) => labels[property] ?? property.replace(/^hookswitch_/, "").replaceAll("_", " "),
  );
  return names.join(", ").replace(/, ([^,]*)$/, ` ${word} $1`);
}

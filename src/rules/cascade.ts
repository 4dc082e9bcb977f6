// What an activity hangs on besides its people: a contact brings its companies and deals, a company brings its deals.
import type { Company, Contact, Deal, Link, RecordRef, Snapshot } from "../model/crm.ts";
import type { Settings } from "../model/settings.ts";

export interface Cascade {
  /** Companies and deals, each once. */
  links: Link[];
  /** For the reasons; null when there is nothing to say. */
  because: string | null;
}

type Limits = Pick<Settings, "cascadeLimit" | "cascadeOpenDealsOnly">;

/**
 * @param known every company that the contacts refer to, with its deals
 * @param linked what the activity hangs on already: it counts for the limits and is not linked again
 */
export function cascadeOf(
  roots: { contacts: readonly Contact[]; companies: readonly Company[] },
  known: readonly Company[],
  limits: Limits,
  linked: readonly Link[] = [],
): Cascade {
  const { contacts } = roots;
  const records = new Map([...known, ...roots.companies].map((company) => [nameOf(company.ref), company]));
  const theirs = contacts.flatMap(({ companies }) => companies).toSorted(byRef);
  const companies = level("company", [...roots.companies.map(({ ref }) => ref), ...theirs], linked, limits);
  const ofCompanies = companies.all.flatMap((ref) => records.get(nameOf(ref))?.deals ?? []);
  const wanted = [...contacts.flatMap((contact) => contact.deals), ...ofCompanies].filter(
    ({ open }) => open || !limits.cascadeOpenDealsOnly,
  );
  const sorted = wanted.toSorted(byWeight).map(({ ref }) => ref);
  const deals = level("deal", sorted, linked, limits);
  const sentences = [broughtSentence(companies.added.length, deals.added.length), companies.cut, deals.cut];
  return {
    links: [...companies.added, ...deals.added],
    because: sentences.filter((sentence) => sentence !== null).join("; ") || null,
  };
}

/** What a call, form or dialogue hangs on: its contact and deal, and by the portal's settings what its contact brings. */
export function withCascade(
  family: Settings["cascadeFor"][number],
  belongsTo: readonly Link[],
  { contacts, byEmail, companies }: Pick<Snapshot, "contacts" | "byEmail" | "companies">,
  settings: Settings,
): Cascade {
  if (!settings.cascadeFor.includes(family)) return { links: [...belongsTo], because: null };
  const names = new Set(belongsTo.filter(({ what }) => what === "contact").map(({ ref }) => nameOf(ref)));
  const holders = [...contacts.values(), ...byEmail.values()].flat().filter(({ ref }) => names.has(nameOf(ref)));
  const [contact] = holders;
  const brought = cascadeOf({ contacts: contact ? [contact] : [], companies: [] }, companies, settings, belongsTo);
  return { links: [...belongsTo, ...brought.links], because: brought.because };
}

/** The reason of an activity, and what its people bring with them. */
export function andBrought(because: string, brought: Cascade): string {
  return brought.because ? `${because}, and ${brought.because}` : because;
}

/** Of one kind of record: what is linked by now and what is to be added, up to the limit. */
function level(
  what: "company" | "deal",
  refs: readonly RecordRef[],
  linked: readonly Link[],
  { cascadeLimit }: Limits,
): { all: RecordRef[]; added: Link[]; cut: string | null } {
  const there = linked.filter((link) => link.what === what).map(({ ref }) => ref);
  const names = new Set(there.map(nameOf));
  const missing = [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()].filter((ref) => !names.has(nameOf(ref)));
  const added = missing.slice(0, Math.max(cascadeLimit - there.length, 0));
  const left = missing.length - added.length;
  return {
    all: [...there, ...added],
    added: added.map((ref) => ({ what, ref })),
    cut:
      left === 0
        ? null
        : `${left} more ${plural(left, what)} ${left === 1 ? "is" : "are"} left out, for your settings allow ${cascadeLimit} on one activity`,
  };
}

function broughtSentence(companies: number, deals: number): string | null {
  const parts = [companies > 0 ? count(companies, "company") : null, deals > 0 ? count(deals, "deal") : null];
  const brought = parts.filter((part) => part !== null).join(" and ");
  return brought === "" ? null : `its people bring ${brought} with them`;
}

function count(number: number, what: "company" | "deal"): string {
  return `${number} ${plural(number, what)}`;
}

function plural(number: number, what: "company" | "deal"): string {
  if (number === 1) return what;
  return what === "company" ? "companies" : "deals";
}

/** Open deals first, the newest ones before the others: those that are worked on are the last to be left out. */
function byWeight(a: Deal, b: Deal): number {
  return Number(b.open) - Number(a.open) || b.updatedAt.localeCompare(a.updatedAt) || byRef(a.ref, b.ref);
}

function byRef(a: RecordRef, b: RecordRef): number {
  return nameOf(a).localeCompare(nameOf(b), "en", { numeric: true });
}

function nameOf(ref: RecordRef): string {
  return "id" in ref ? `id ${ref.id}` : `key ${ref.key}`;
}

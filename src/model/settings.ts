// A portal's settings: one schema that checks what is posted, fills what is missing and types the rest.
import { z } from "zod";
import { formOrigins } from "./form-origins.ts";

/** What happens to a call whose other side is not a customer we can write to. */
const treatment = z.enum(["ignore", "park"]);

const timeZones = new Map<string, boolean>();

/** Asking the runtime costs 20 µs and more, and settings are read with every delivery and batch. */
function isTimeZone(zone: string): boolean {
  const known = timeZones.get(zone) ?? isKnownToRuntime(zone);
  if (timeZones.size < 1_000) timeZones.set(zone, known);
  return known;
}

function isKnownToRuntime(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const phoneList = z
  .union([z.array(z.string()), z.string().transform((lines) => lines.split(/[\n,;]+/))])
  .transform((numbers) => numbers.map((number) => number.trim()).filter((number) => number !== ""));

/** As domains are compared; what is none stays as it was typed, to be shown with what is wrong with it. */
function asciiOf(domain: string): string {
  const address = `http://${domain}`;
  return /^[^\s/?#:@]+$/.test(domain) && URL.canParse(address) ? new URL(address).hostname : domain;
}

const domainList = z
  .union([z.array(z.string()), z.string().transform((lines) => lines.split(/[\s,;]+/))])
  .transform((domains) =>
    domains.map((domain) => asciiOf(domain.trim().toLowerCase().replace(/^@/, ""))).filter(Boolean),
  )
  .pipe(z.array(z.string().regex(/^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/u, "must be a domain such as acme.com")).max(200));

/** A tick box sends its value alone, several send a list, none sends nothing. */
const families = z.preprocess(
  (value) => (typeof value === "string" ? [value].filter(Boolean) : value),
  z.array(z.enum(["call", "form", "dialog"])),
);

const optionalId = z
  .union([z.string(), z.null()])
  .transform((id) => (id === null || id.trim() === "" ? null : id.trim()));

/** Written as "deal.industry = Retail", one per line, or as objects. */
const requiredDefault = z.object({
  what: z.enum(["contact", "deal", "call", "task"]),
  property: z.string().regex(/^[a-z][a-z0-9_]*$/, "must be a HubSpot property's internal name"),
  value: z.string().trim().min(1),
});
const defaultLines = z.string().transform((text, context) =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, what, property, value] = /^\s*(\w+)\.(\w+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
      const read = requiredDefault.safeParse({ what, property, value });
      if (!read.success) context.addIssue(`“${line.trim()}” must read like: deal.industry = Retail`);
      return read.data ?? { what: "deal" as const, property: "unread", value: line };
    }),
);

/** Forms send text: a blank field means none. */
const blankToNull = (value: unknown) => (typeof value === "string" ? value.trim() || null : value);
const digitsToNumber = (value: unknown) =>
  typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : blankToNull(value);
const wholeNumber = z.number("must be a whole number").int("must be a whole number");

/** Plain http only where nothing leaves the machine; a password in an address would end up in logs. */
function isHookAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

/** The first tag of a call in the order of this list decides. */
const tagOutcome = z.object({
  tag: z.string().trim().min(1, "Type the tag, or choose no outcome to leave this row out.").max(200, "is too long"),
  outcomeId: z.string().trim().min(1, "Choose an outcome, or empty the tag to leave this row out.").max(100),
});
const propertyName = z
  .union([z.string().regex(/^([a-z][a-z0-9_]*)?$/, "must be a HubSpot property's internal name"), z.null()])
  .transform((name) => name || null);

export const settings = z.object({
  provider: z.string().default("ringostat"),
  /** ISO 3166 alpha-2; null: only international numbers can be read. */
  defaultCountry: z
    .union([z.string().regex(/^[A-Za-z]{2}$|^$/, "must be a two-letter country code such as UA"), z.null()])
    .transform((code) => (code ? code.toUpperCase() : null))
    .default(null),
  timeZone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Kyiv").default("UTC"),
  topManagerOwnerId: optionalId.default(null),
  pipelineId: optionalId.default(null),
  stageId: optionalId.default(null),
  paused: z.boolean().default(false),
  /** HubSpot wants a name or an e-mail on a contact; {phone} is replaced. */
  placeholderName: z.string().trim().min(1).max(100).default("Caller {phone}"),
  ownNumbers: phoneList.default([]),
  blockedNumbers: phoneList.default([]),
  /** Values for properties that the portal's own HubSpot rules require on new records. */
  defaults: z.union([z.array(requiredDefault), defaultLines]).default([]),
  /** When contact and deal are made: when the call has ended, or already when it is picked up. */
  createAt: z.enum(["end", "pickup"]).default("end"),
  tagOutcomes: z.array(tagOutcome).max(200).default([]),
  /** Where a call's category and value go in its deal; null: our own category property, and nowhere. */
  dealCategoryProperty: propertyName.default(null),
  dealValueProperty: propertyName.default(null),
  hiddenNumbers: treatment.default("ignore"),
  invalidNumbers: treatment.default("park"),
  ownNumberCalls: treatment.default("park"),
  employeeNumberCalls: treatment.default("ignore"),
  /** What the phone system is told when it asks who takes a call: one address, or JSON with a field for it. */
  routeAnswer: z.enum(["phone", "sip", "extension", "json"]).default("phone"),
  routeField: z
    .string()
    .trim()
    .regex(/^[A-Za-z]\w{0,49}$/, "must be a name of letters, digits and underscores")
    .default("number"),
  /** Who takes the calls for which nobody is responsible. */
  routeTo: z.enum(["top_manager", "nobody"]).default("top_manager"),
  /** Pages whose scripts may send forms, and to which a browser goes after one. */
  formOrigins: formOrigins.default([]),
  /** Whoever has an address there is one of the portal's own people; those of its HubSpot users count anyway. */
  ownDomains: domainList.default([]),
  /** Whether a meeting makes contacts of participants whom nobody knows, and companies of their domains. */
  meetingContacts: z.enum(["create", "existing"]).default("create"),
  meetingCompanies: z.enum(["create", "existing"]).default("existing"),
  /** What besides meetings is put on all companies and deals of its contact as well. */
  cascadeFor: families.default([]),
  /** So many companies and so many deals of one activity at most. */
  cascadeLimit: z
    .preprocess(digitsToNumber, wholeNumber.min(1, "must be 1 or more").max(500, "must be 500 or less"))
    .default(50),
  cascadeOpenDealsOnly: z.boolean().default(false),
  /** HubSpot requests a day, in the portal's time zone; null: as many as it takes. */
  dailyBudget: z
    .preprocess(digitsToNumber, wholeNumber.min(1, "must be 1 or more").max(100_000_000, "is too large").nullable())
    .default(null),
  alertEmail: z.preprocess(blankToNull, z.email("must be an e-mail address").max(254).nullable()).default(null),
  alertWebhookUrl: z
    .preprocess(
      blankToNull,
      z.string().max(2_000).refine(isHookAddress, "must be an address that begins with https://").nullable(),
    )
    .default(null),
  /** Days for which deliveries and settled events are kept. */
  retentionDays: z
    .preprocess(digitsToNumber, wholeNumber.min(7, "must be 7 or more").max(730, "must be 730 or less"))
    .default(180),
});
export type Settings = z.infer<typeof settings>;

export const settingsChange = z.object({
  provider: settings.shape.provider.unwrap().optional(),
  defaultCountry: settings.shape.defaultCountry.unwrap().optional(),
  timeZone: settings.shape.timeZone.unwrap().optional(),
  topManagerOwnerId: settings.shape.topManagerOwnerId.unwrap().optional(),
  pipelineId: settings.shape.pipelineId.unwrap().optional(),
  stageId: settings.shape.stageId.unwrap().optional(),
  paused: settings.shape.paused.unwrap().optional(),
  placeholderName: settings.shape.placeholderName.unwrap().optional(),
  ownNumbers: settings.shape.ownNumbers.unwrap().optional(),
  blockedNumbers: settings.shape.blockedNumbers.unwrap().optional(),
  defaults: settings.shape.defaults.unwrap().optional(),
  createAt: settings.shape.createAt.unwrap().optional(),
  tagOutcomes: settings.shape.tagOutcomes.unwrap().optional(),
  dealCategoryProperty: settings.shape.dealCategoryProperty.unwrap().optional(),
  dealValueProperty: settings.shape.dealValueProperty.unwrap().optional(),
  hiddenNumbers: settings.shape.hiddenNumbers.unwrap().optional(),
  invalidNumbers: settings.shape.invalidNumbers.unwrap().optional(),
  ownNumberCalls: settings.shape.ownNumberCalls.unwrap().optional(),
  employeeNumberCalls: settings.shape.employeeNumberCalls.unwrap().optional(),
  routeAnswer: settings.shape.routeAnswer.unwrap().optional(),
  routeField: settings.shape.routeField.unwrap().optional(),
  routeTo: settings.shape.routeTo.unwrap().optional(),
  formOrigins: settings.shape.formOrigins.unwrap().optional(),
  ownDomains: settings.shape.ownDomains.unwrap().optional(),
  meetingContacts: settings.shape.meetingContacts.unwrap().optional(),
  meetingCompanies: settings.shape.meetingCompanies.unwrap().optional(),
  cascadeFor: settings.shape.cascadeFor.unwrap().optional(),
  cascadeLimit: settings.shape.cascadeLimit.unwrap().optional(),
  cascadeOpenDealsOnly: settings.shape.cascadeOpenDealsOnly.unwrap().optional(),
  dailyBudget: settings.shape.dailyBudget.unwrap().optional(),
  alertEmail: settings.shape.alertEmail.unwrap().optional(),
  alertWebhookUrl: settings.shape.alertWebhookUrl.unwrap().optional(),
  retentionDays: settings.shape.retentionDays.unwrap().optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;

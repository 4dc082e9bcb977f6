// A portal's settings: one schema that checks what is posted, fills what is missing and types the rest.
import { z } from "zod";

/** What happens to a call whose other side is not a customer we can write to. */
const treatment = z.enum(["ignore", "park"]);

function isTimeZone(zone: string): boolean {
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
  hiddenNumbers: treatment.default("ignore"),
  invalidNumbers: treatment.default("park"),
  ownNumberCalls: treatment.default("park"),
  employeeNumberCalls: treatment.default("ignore"),
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
  hiddenNumbers: settings.shape.hiddenNumbers.unwrap().optional(),
  invalidNumbers: settings.shape.invalidNumbers.unwrap().optional(),
  ownNumberCalls: settings.shape.ownNumberCalls.unwrap().optional(),
  employeeNumberCalls: settings.shape.employeeNumberCalls.unwrap().optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;

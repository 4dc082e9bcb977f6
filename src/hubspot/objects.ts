// HubSpot's object shapes as its batch endpoints and searches return them.
import { z } from "zod";

const value = z.string().nullable();

export const record = z.looseObject({
  id: z.coerce.string(),
  properties: z.record(z.string(), value).catch({}),
  createdAt: z.string().catch(""),
  objectWriteTraceId: z.string().optional().catch(undefined),
});
export type HubSpotRecord = z.infer<typeof record>;

/** One record read with its associations inline. */
export const recordWithDeals = record.extend({
  associations: z
    .looseObject({ deals: z.looseObject({ results: z.array(z.looseObject({ id: z.coerce.string() })) }).optional() })
    .optional()
    .catch(undefined),
});

const inputError = z.looseObject({
  status: z.string().catch(""),
  category: z.string().catch(""),
  subCategory: z.unknown().optional(),
  message: z.string().catch(""),
  context: z.record(z.string(), z.unknown()).catch({}),
  errors: z
    .array(z.looseObject({ message: z.string().catch("") }))
    .optional()
    .catch(undefined),
});
export type InputError = z.infer<typeof inputError>;

/** 200, 201 and 207 alike: what worked, and what did not. */
export const batchAnswer = z.looseObject({ results: z.array(record).catch([]), errors: z.array(inputError).catch([]) });
export type BatchAnswer = z.infer<typeof batchAnswer>;

export const searchAnswer = z.looseObject({
  results: z.array(record),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).nullish(),
});

export const associationsAnswer = z.looseObject({
  results: z
    .array(
      z.looseObject({
        from: z.looseObject({ id: z.coerce.string() }),
        to: z.array(z.looseObject({ toObjectId: z.coerce.string() })).catch([]),
      }),
    )
    .catch([]),
});

export const nothing = z.unknown();

/** HubSpot's batch endpoints take 100 inputs, reading associations 1,000. */
export const batchSize = 100;

export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

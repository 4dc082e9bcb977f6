// HubSpot's object shapes as its batch endpoints and searches return them.
import { z } from "zod";

/** HubSpot writes values as text; a number or a boolean says the same. */
const value = z.union([z.string(), z.null(), z.number().transform(String), z.boolean().transform(String)]);
export const recordId = z.union([z.string().min(1), z.number().transform(String)]);

export const record = z.looseObject({
  id: recordId,
  properties: z.record(z.string(), value.catch(null)).default({}),
  createdAt: z.string().catch(""),
  objectWriteTraceId: z.string().optional().catch(undefined),
});
export type HubSpotRecord = z.infer<typeof record>;

/** One record read with its associations inline. */
export const recordWithDeals = record.extend({
  associations: z
    .looseObject({
      deals: z
        .looseObject({
          results: z.array(z.looseObject({ id: recordId })),
          paging: z.looseObject({ next: z.looseObject({}).nullish() }).nullish(),
        })
        .optional(),
    })
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
export const batchAnswer = z
  .looseObject({ results: z.array(record).optional(), errors: z.array(inputError).optional().catch(undefined) })
  .refine(({ results, errors }) => results !== undefined || errors !== undefined)
  .transform(({ results = [], errors = [] }) => ({ results, errors }));
export type BatchAnswer = z.infer<typeof batchAnswer>;

export const searchAnswer = z.looseObject({
  results: z.array(record),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
});

/** A record with nothing associated is an error of its own, so an answer may hold errors alone. */
export const associationsAnswer = z
  .looseObject({
    results: z
      .array(
        z.looseObject({
          from: z.looseObject({ id: recordId }),
          to: z.array(z.looseObject({ toObjectId: recordId })).default([]),
          paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
        }),
      )
      .optional(),
    errors: z.array(z.unknown()).optional(),
  })
  .refine(({ results, errors }) => results !== undefined || errors !== undefined)
  .transform(({ results = [] }) => ({ results }));

/** A pair that could not be associated is an error of its own. */
export const pairsAnswer = z
  .looseObject({
    results: z
      .array(z.looseObject({ fromObjectId: recordId, toObjectId: recordId }))
      .optional()
      .catch(undefined),
    errors: z.array(inputError).optional().catch(undefined),
  })
  .transform(({ results = [], errors = [] }) => ({ results, errors }));

/** Both directions of each pair that was associated by default. */
export const defaultPairsAnswer = z
  .looseObject({
    results: z
      .array(z.looseObject({ from: z.looseObject({ id: recordId }), to: z.looseObject({ id: recordId }) }))
      .optional()
      .catch(undefined),
    errors: z.array(inputError).optional().catch(undefined),
  })
  .transform(({ results = [], errors = [] }) => ({ results, errors }));

export const nothing = z.unknown();

/** HubSpot answers null or "" for a property without a value. */
export function filled(properties: HubSpotRecord["properties"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ""),
  );
}

/** HubSpot's batch endpoints take 100 inputs, reading associations 1,000, making them 2,000. */
export const batchSize = 100;

export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

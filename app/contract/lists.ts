import * as z from 'zod';
import { fieldNameSchema, recordDataSchema } from './json.ts';

/** synced: as on the server · pending: saved here, being uploaded · conflict, parked: needs a person. */
export const badgeSchema = z.enum(['synced', 'pending', 'conflict', 'parked']);
export type Badge = z.infer<typeof badgeSchema>;

export const cachedRecordSchema = z.object({
  table: z.string(),
  id: z.string(),
  /** The visible row: the shadow with every pending change folded in. */
  data: recordDataSchema,
  /** The server's version under it; 0 if the server has not seen the record. */
  version: z.int(),
  deleted: z.boolean(),
  badge: badgeSchema,
});
export type CachedRecord = z.infer<typeof cachedRecordSchema>;

export const filterSchema = z.object({
  field: fieldNameSchema,
  /** `in` takes several values; `empty` takes none; `before` and `after` compare days and numbers, bounds included. */
  test: z.enum(['in', 'empty', 'notEmpty', 'before', 'after', 'has']),
  values: z.array(z.union([z.string().max(200), z.number()])).max(200),
});
export type Filter = z.infer<typeof filterSchema>;

export const listQuerySchema = z.object({
  filters: z.array(filterSchema).max(20).default([]),
  search: z.string().max(200).default(''),
  sort: z
    .object({ field: fieldNameSchema, direction: z.enum(['asc', 'desc']) })
    .nullable()
    .default(null),
});
export type ListQuery = z.infer<typeof listQuerySchema>;

/** A request for a list; a saved view stores its `ListQuery`. */
export const recordQuerySchema = listQuerySchema.extend({
  /** Only records with unsent work. */
  isUnsent: z.boolean().optional(),
  /** Only those of these records that match the query. */
  ids: z.array(z.string().max(64)).max(500).optional(),
});
export type RecordQuery = z.infer<typeof recordQuerySchema>;

/** A position in a sorted list: sort key and id of a row. */
export const keysetSchema = z.object({ value: z.union([z.string(), z.number(), z.null()]), id: z.string() });
export type Keyset = z.infer<typeof keysetSchema>;

export const listWindowSchema = z.object({
  limit: z.int().min(1).max(500),
  /** Continue after this row; takes precedence over `offset`. */
  after: keysetSchema.optional(),
  /** For jumps of the scroll bar. */
  offset: z.int().min(0).optional(),
});
export type ListWindow = z.infer<typeof listWindowSchema>;

export const listPageSchema = z.object({
  rows: z.array(cachedRecordSchema),
  /** Total number of matching rows. */
  total: z.int(),
  /** Keyset of the last row, to continue after; null for an empty page. */
  last: keysetSchema.nullable(),
  /** Table → id → title of the records that the rows reference, so that a list needs no call per row. */
  titles: z.record(z.string(), z.record(z.string(), z.string())),
  /** Table → id → title of those records' parents, such as the client of a task's engagement. */
  parentTitles: z.record(z.string(), z.record(z.string(), z.string())),
});
export type ListPage = z.infer<typeof listPageSchema>;

export const searchHitSchema = z.object({ table: z.string(), id: z.string(), title: z.string(), detail: z.string() });
export type SearchHit = z.infer<typeof searchHitSchema>;

/** A record that something typed in one line may belong to. */
export const placeSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What it belongs to in turn, from the top: `Client › Engagement`. */
  owner: z.string(),
  /** The words that name it. `isOwner`: by its owner alone. */
  matched: z.array(z.object({ index: z.int(), isWhole: z.boolean(), isOwner: z.boolean() })),
  isClosed: z.boolean(),
  due: z.string().nullable(),
});
export type Place = z.infer<typeof placeSchema>;

export const summarySchema = z.object({
  /** A value of the field, null for empty, and its number of records. */
  groups: z.array(z.object({ value: z.union([z.string(), z.number(), z.null()]), count: z.int() })),
});
export type Summary = z.infer<typeof summarySchema>;

/** Longest range of a calendar: a month with the weeks that it begins and ends in, twice. */
const MOST_DAYS = 84;
const DAY_MS = 86_400_000;
const daySchema = z.iso.date();

export const deadlineQuerySchema = z
  .strictObject({
    /** First and last day, both included. */
    from: daySchema,
    to: daySchema,
    /** Null: anybody's. */
    personId: z.string().min(1).max(64).nullable(),
    /** Maximum number of deadlines per day; `days` has the number of all. */
    perDay: z.int().min(1).max(500),
  })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= MOST_DAYS * DAY_MS);
export type DeadlineQuery = z.infer<typeof deadlineQuerySchema>;

export const deadlineSchema = z.object({
  table: z.string(),
  id: z.string(),
  version: z.int(),
  title: z.string(),
  /** What it belongs to, from the top: `Client › Engagement`. */
  owner: z.string(),
  day: z.string(),
  personId: z.string().nullable(),
  isClosed: z.boolean(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

export const deadlinesSchema = z.object({
  /** Days with deadlines, in order, with the number of all and of those not closed. */
  days: z.array(z.object({ day: z.string(), total: z.int(), open: z.int() })),
  /** By day, open ones first. */
  entries: z.array(deadlineSchema),
});
export type Deadlines = z.infer<typeof deadlinesSchema>;

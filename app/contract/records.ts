import * as z from 'zod';
import { ACTIONS, ERROR_CODES } from './errors.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';
import { conflictFieldSchema, operationSchema } from './protocol.ts';

/** synced: as the server has it · pending: saved here, on its way · conflict, parked: needs a person. */
export const badgeSchema = z.enum(['synced', 'pending', 'conflict', 'parked']);
export type Badge = z.infer<typeof badgeSchema>;

export const cachedRecordSchema = z.object({
  table: z.string(),
  id: z.string(),
  /** What the person sees: the shadow with every pending change folded in. */
  data: recordDataSchema,
  /** The server's version under it; 0 where the server has not seen the record. */
  version: z.int(),
  deleted: z.boolean(),
  badge: badgeSchema,
});
export type CachedRecord = z.infer<typeof cachedRecordSchema>;

export const changeStateSchema = z.enum(['pending', 'sent', 'conflict', 'parked', 'done', 'coalesced', 'discarded']);
export type ChangeState = z.infer<typeof changeStateSchema>;

/** The states of what is not acknowledged, or not settled, yet. */
export const unfinishedStateSchema = changeStateSchema.extract(['pending', 'sent', 'parked', 'conflict']);
export type UnfinishedState = z.infer<typeof unfinishedStateSchema>;

const errorSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  action: z.enum(ACTIONS),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** One row of `sync_queue` as the screens see it. Times are ms since the epoch. */
export const queuedChangeSchema = z.object({
  /** Position in the queue. */
  id: z.int(),
  changeId: z.string(),
  txnId: z.string().nullable(),
  table: z.string(),
  operation: operationSchema,
  recordId: z.string(),
  data: recordDataSchema,
  base: recordDataSchema,
  baseVersion: z.int(),
  schemaVersion: z.int(),
  createdAt: z.int(),
  state: changeStateSchema,
  synced: z.boolean(),
  attempts: z.int(),
  nextAttemptAt: z.int().nullable(),
  lastError: errorSchema.nullable(),
});
export type QueuedChange = z.infer<typeof queuedChangeSchema>;

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

/** A list as it is asked for; what a saved view keeps of it is a `ListQuery`. */
export const recordQuerySchema = listQuerySchema.extend({
  /** Only records with work that the server does not have yet. */
  isUnsent: z.boolean().optional(),
});
export type RecordQuery = z.infer<typeof recordQuerySchema>;

/** A place in a sorted list: the sort key and id of a row. */
export const keysetSchema = z.object({ value: z.union([z.string(), z.number(), z.null()]), id: z.string() });
export type Keyset = z.infer<typeof keysetSchema>;

export const listWindowSchema = z.object({
  limit: z.int().min(1).max(500),
  /** Go on after this row; takes precedence over `offset`. */
  after: keysetSchema.optional(),
  /** For a jump of the scroll bar. */
  offset: z.int().min(0).optional(),
});
export type ListWindow = z.infer<typeof listWindowSchema>;

export const listPageSchema = z.object({
  rows: z.array(cachedRecordSchema),
  /** Rows the query matches in all. */
  total: z.int(),
  /** Keyset of the last row, to go on after; null when the page is empty. */
  last: keysetSchema.nullable(),
  /** Table → id → title of the records that the rows refer to, so that a list needs no call for each. */
  titles: z.record(z.string(), z.record(z.string(), z.string())),
  /** Table → id → title of what those records belong to in turn, such as the client of a task's engagement. */
  parentTitles: z.record(z.string(), z.record(z.string(), z.string())),
});
export type ListPage = z.infer<typeof listPageSchema>;

export const searchHitSchema = z.object({ table: z.string(), id: z.string(), title: z.string(), detail: z.string() });
export type SearchHit = z.infer<typeof searchHitSchema>;

export const storedConflictSchema = z.object({
  conflictId: z.string(),
  changeId: z.string(),
  table: z.string(),
  recordId: z.string(),
  /** Title of the record, for lists. */
  title: z.string(),
  fields: z.array(conflictFieldSchema),
  /** When mine was saved on this computer. */
  mineAt: z.int(),
  theirsBy: z.string(),
  theirsAt: z.int(),
  createdAt: z.int(),
  resolution: z.enum(['mine', 'theirs', 'edited']).nullable(),
  resolvedAt: z.int().nullable(),
});
export type StoredConflict = z.infer<typeof storedConflictSchema>;

/** A parked change whose parent somebody deleted, and what a person can choose from. */
export const orphanSchema = z.object({
  /** The field of the change's record that names the parent. */
  field: z.string(),
  /** What is gone, nearest first: the parent, and its own parent where that went with it. */
  parents: z.array(z.object({ table: z.string(), recordId: z.string(), title: z.string() })).min(1),
  /** False where a parent is not even kept as deleted any more; the work can then only move. */
  isRestorable: z.boolean(),
  /** How many parked changes go on their way once it is back, this one included. */
  released: z.int(),
});
export type Orphan = z.infer<typeof orphanSchema>;

/** `restore`: the parent comes back · `archive`: it comes back set aside · `move`: the work goes to another parent. */
export const orphanDecisionSchema = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.enum(['restore', 'archive']) }),
  z.strictObject({ choice: z.literal('move'), parentId: z.string().min(1).max(64) }),
]);
export type OrphanDecision = z.infer<typeof orphanDecisionSchema>;

/** What a decision saved and what it set aside; all that is needed to take it back. */
export const settledOrphanSchema = z.object({
  offered: z.array(z.uuid()).max(5000),
  replaced: z.array(z.uuid()).max(5000),
});
export type SettledOrphan = z.infer<typeof settledOrphanSchema>;

export const syncReportSchema = z.object({
  startedAt: z.int(),
  durationMs: z.number(),
  syncedCount: z.int(),
  pulledCount: z.int(),
  merged: z.int(),
  conflicts: z.int(),
  parked: z.int(),
  error: errorSchema.nullable(),
});
export type SyncReport = z.infer<typeof syncReportSchema>;

export const historyEntrySchema = syncReportSchema.extend({
  id: z.int(),
  /** What made it run: `manual`, `localChange`, `interval`, … or `repair` for a digest mismatch that was mended. */
  reason: z.string(),
  /** Further facts of the run, such as which range was repaired. */
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const summarySchema = z.object({
  /** A value of the field, null for empty, and how many records of the query have it. */
  groups: z.array(z.object({ value: z.union([z.string(), z.number(), z.null()]), count: z.int() })),
});
export type Summary = z.infer<typeof summarySchema>;

/** A record that somebody else changed on the server. */
export const recentChangeSchema = z.object({
  table: z.string(),
  id: z.string(),
  title: z.string(),
  /** The client it belongs to, through its references; null for one that is itself at the top or has none. */
  root: z.object({ table: z.string(), id: z.string(), title: z.string() }).nullable(),
  by: z.string(),
  at: z.int(),
  deleted: z.boolean(),
});
export type RecentChange = z.infer<typeof recentChangeSchema>;

/** What changes are saved under as one, such as an import: of which table, and what a person knows it by. */
export const batchLabelSchema = z.strictObject({
  batchId: z.uuid(),
  table: z.string().max(64),
  name: z.string().max(200),
});
export type BatchLabel = z.infer<typeof batchLabelSchema>;

export const batchSchema = z.object({
  ...batchLabelSchema.shape,
  createdAt: z.int(),
  /** Changes in it, and how many of them can still be taken back. */
  size: z.int(),
  left: z.int(),
  isUndoing: z.boolean(),
});
export type Batch = z.infer<typeof batchSchema>;

/** How many changes of a batch were taken back, and how many stay because something depends on them by now. */
export const undoneBatchSchema = z.object({ undone: z.int(), kept: z.int() });
export type UndoneBatch = z.infer<typeof undoneBatchSchema>;

/** What somebody typed that is not valid yet; kept until it is, or is taken back. */
export const draftSchema = z.object({ field: fieldNameSchema, value: z.json(), at: z.int() });
export type Draft = z.infer<typeof draftSchema>;

/** Proof of one upload: what was sent, and the server's durable answer. */
export const receiptSchema = z.object({
  changeId: z.string(),
  table: z.string(),
  recordId: z.string(),
  title: z.string(),
  operation: operationSchema,
  data: recordDataSchema,
  /** When it was saved here, and when the server's answer was stored here; ms since the epoch, this computer's clock. */
  savedAt: z.int(),
  acknowledgedAt: z.int(),
  outcome: z.string(),
  /** The sequence the server gave it. */
  version: z.int(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const receiptFilterSchema = z.strictObject({
  from: z.int().min(0).default(0),
  until: z.int().min(0).optional(),
  table: z.string().max(64).optional(),
  recordId: z.string().max(64).optional(),
  /** The last receipt of the page before. */
  after: z.strictObject({ acknowledgedAt: z.int(), changeId: z.string().max(64) }).optional(),
  isNewestFirst: z.boolean().optional(),
  limit: z.int().min(1).max(10_000).default(1000),
});
export type ReceiptFilter = z.infer<typeof receiptFilterSchema>;

import * as z from 'zod';
import { recordDataSchema } from './json.ts';
import { operationSchema } from './protocol.ts';
import { storedErrorSchema } from './queue.ts';

export const syncReportSchema = z.object({
  startedAt: z.int(),
  durationMs: z.number(),
  syncedCount: z.int(),
  pulledCount: z.int(),
  merged: z.int(),
  conflicts: z.int(),
  parked: z.int(),
  error: storedErrorSchema.nullable(),
});
export type SyncReport = z.infer<typeof syncReportSchema>;

export const historyEntrySchema = syncReportSchema.extend({
  id: z.int(),
  /** The trigger of the run: `manual`, `localChange`, `interval`, … or `repair` for a digest mismatch that was repaired. */
  reason: z.string(),
  /** Further facts of the run, such as which range was repaired. */
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A record that somebody else changed on the server. */
export const recentChangeSchema = z.object({
  table: z.string(),
  id: z.string(),
  title: z.string(),
  /** The client it belongs to, through its references; null for a client or a record without references. */
  root: z.object({ table: z.string(), id: z.string(), title: z.string() }).nullable(),
  by: z.string(),
  at: z.int(),
  deleted: z.boolean(),
});
export type RecentChange = z.infer<typeof recentChangeSchema>;

/** Proof of one upload: what was sent, and the server's durable answer. */
export const receiptSchema = z.object({
  changeId: z.string(),
  table: z.string(),
  recordId: z.string(),
  title: z.string(),
  operation: operationSchema,
  data: recordDataSchema,
  /**
   * When it was saved here, and when the server's answer was stored here; ms since the epoch, by this computer's clock.
   */
  savedAt: z.int(),
  acknowledgedAt: z.int(),
  outcome: z.string(),
  /** The sequence it got from the server. */
  version: z.int(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const receiptFilterSchema = z.strictObject({
  from: z.int().min(0).default(0),
  until: z.int().min(0).optional(),
  table: z.string().max(64).optional(),
  recordId: z.string().max(64).optional(),
  /** The last receipt of the previous page. */
  after: z.strictObject({ acknowledgedAt: z.int(), changeId: z.string().max(64) }).optional(),
  isNewestFirst: z.boolean().optional(),
  limit: z.int().min(1).max(10_000).default(1000),
});
export type ReceiptFilter = z.infer<typeof receiptFilterSchema>;

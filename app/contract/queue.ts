import * as z from 'zod';
import { ACTIONS, ERROR_CODES } from './errors.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';
import { conflictFieldSchema, operationSchema } from './protocol.ts';

export const changeStateSchema = z.enum(['pending', 'sent', 'conflict', 'parked', 'done', 'coalesced', 'discarded']);
export type ChangeState = z.infer<typeof changeStateSchema>;

/** The states of what is not acknowledged, or not settled, yet. */
export const unfinishedStateSchema = changeStateSchema.extract(['pending', 'sent', 'parked', 'conflict']);
export type UnfinishedState = z.infer<typeof unfinishedStateSchema>;

/** The error kept with a change or a run. */
export const storedErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
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
  lastError: storedErrorSchema.nullable(),
});
export type QueuedChange = z.infer<typeof queuedChangeSchema>;

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

/** What a decision saved and what it set aside; all that is needed to undo it. */
export const settledOrphanSchema = z.object({
  offered: z.array(z.uuid()).max(5000),
  replaced: z.array(z.uuid()).max(5000),
});
export type SettledOrphan = z.infer<typeof settledOrphanSchema>;

/** What somebody typed that is not valid yet; kept until it is, or is undone. */
export const draftSchema = z.object({ field: fieldNameSchema, value: z.json(), at: z.int() });
export type Draft = z.infer<typeof draftSchema>;

import * as z from 'zod';
import { ACTIONS, ERROR_CODES } from './errors.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';
import { conflictFieldSchema, operationSchema } from './protocol.ts';

export const changeStateSchema = z.enum(['pending', 'sent', 'conflict', 'parked', 'done', 'coalesced', 'discarded']);
export type ChangeState = z.infer<typeof changeStateSchema>;

/** The states of changes that are not acknowledged or not settled yet. */
export const unfinishedStateSchema = changeStateSchema.extract(['pending', 'sent', 'parked', 'conflict']);
export type UnfinishedState = z.infer<typeof unfinishedStateSchema>;

/** The error stored with a change or a run. */
export const storedErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  action: z.enum(ACTIONS),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** One row of `sync_queue` as shown on screens. Times are ms since the epoch. */
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

/** A parked change whose parent was deleted by somebody, and the choices. */
export const orphanSchema = z.object({
  /** The field that references the parent. */
  field: z.string(),
  /** The deleted records, nearest first: the parent, and its parent if deleted too. */
  parents: z.array(z.object({ table: z.string(), recordId: z.string(), title: z.string() })).min(1),
  /** False if a parent's tombstone is gone; then the change can only move. */
  isRestorable: z.boolean(),
  /** Number of parked changes that continue once it is restored, this one included. */
  released: z.int(),
});
export type Orphan = z.infer<typeof orphanSchema>;

/** `restore`: the parent is restored · `archive`: it is restored as archived · `move`: another parent. */
export const orphanDecisionSchema = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.enum(['restore', 'archive']) }),
  z.strictObject({ choice: z.literal('move'), parentId: z.string().min(1).max(64) }),
]);
export type OrphanDecision = z.infer<typeof orphanDecisionSchema>;

/** What a decision saved and set aside; sufficient to undo it. */
export const settledOrphanSchema = z.object({
  offered: z.array(z.uuid()).max(5000),
  replaced: z.array(z.uuid()).max(5000),
});
export type SettledOrphan = z.infer<typeof settledOrphanSchema>;

/** Input that is not valid yet; kept until it is valid or undone. */
export const draftSchema = z.object({ field: fieldNameSchema, value: z.json(), at: z.int() });
export type Draft = z.infer<typeof draftSchema>;

import * as z from 'zod';
import type { OperationName } from './channels.ts';
import type { Result } from './errors.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';
import { ackSchema, activityPageSchema, operationSchema, personSchema, roleSchema } from './protocol.ts';
import {
  batchLabelSchema,
  batchSchema,
  cachedRecordSchema,
  draftSchema,
  historyEntrySchema,
  listPageSchema,
  listQuerySchema,
  listWindowSchema,
  orphanDecisionSchema,
  orphanSchema,
  queuedChangeSchema,
  receiptFilterSchema,
  receiptSchema,
  recentChangeSchema,
  recordQuerySchema,
  searchHitSchema,
  settledOrphanSchema,
  storedConflictSchema,
  summarySchema,
  syncReportSchema,
  undoneBatchSchema,
  unfinishedStateSchema,
} from './records.ts';
import { backupSchema, settingsPatchSchema, settingsSchema, updateStateSchema } from './settings.ts';
import type { SyncStatus } from './status.ts';

const table = z.string().min(1).max(64);
const recordId = z.string().min(1).max(64);
const changeId = z.uuid();
const nothing = z.void();

/** What the person had before their eyes when they changed a field: guards against overwriting what arrived meanwhile. */
export const seenSchema = z.strictObject({ base: recordDataSchema, baseVersion: z.int().min(0) });
export type Seen = z.infer<typeof seenSchema>;

export const newChangeSchema = z.strictObject({
  table,
  operation: operationSchema,
  recordId,
  data: recordDataSchema,
  seen: seenSchema.optional(),
});
export type NewChange = z.infer<typeof newChangeSchema>;

export const sessionSchema = z.object({
  server: z.string(),
  person: personSchema.pick({ id: true, name: true, email: true, role: true }),
  firm: z.object({ id: z.string(), name: z.string() }),
  people: z.array(personSchema),
  role: roleSchema,
  /** False where the system cannot encrypt, so that the session ends when the app quits. */
  isRemembered: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

const statusSchema = z.custom<SyncStatus>((value) => typeof value === 'object' && value !== null);

const resolutionSchema = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.enum(['mine', 'theirs']) }),
  z.strictObject({ choice: z.literal('edited'), data: recordDataSchema }),
]);
export type Resolution = z.infer<typeof resolutionSchema>;

const page = z.strictObject({ limit: z.int().min(1).max(500).default(100), after: z.int().min(0).optional() });

const pendingPage = page.extend({
  /** Only those in one of these states, so that the few that need a person are not looked for among thousands. */
  states: z.array(unfinishedStateSchema).min(1).optional(),
});

/**
 * Every operation with its positional arguments (`input`) and its value (`output`). Main registers its handlers by
 * looping over this table, preload builds the bridge from the names, and the renderer's types come from it.
 */
export const operations = {
  /** Appends a change to the outbox and refolds the visible record, in one transaction. */
  queueChange: {
    input: z.tuple([table, operationSchema, recordId, recordDataSchema, seenSchema.optional()]),
    output: queuedChangeSchema,
  },
  /** Several changes as one transaction: all are saved, sent and applied together, or none. */
  queueChanges: { input: z.tuple([z.array(newChangeSchema).min(1).max(5000)]), output: z.array(queuedChangeSchema) },
  /** Adds changes to a batch, a few at a time beside everything else; where one fails, those before it stay in the batch. */
  queueBatch: { input: z.tuple([z.array(newChangeSchema).min(1).max(500), batchLabelSchema]), output: nothing },
  /** What is not yet acknowledged, in order, after the queue position `after`; parked and conflicted ones are marked. */
  getPendingChanges: { input: z.tuple([pendingPage.prefault({})]), output: z.array(queuedChangeSchema) },
  markChangeSynced: { input: z.tuple([changeId, ackSchema]), output: nothing },
  cacheEntity: {
    input: z.tuple([table, recordId, recordDataSchema, z.int().min(1)]),
    output: cachedRecordSchema,
  },
  getCachedEntity: { input: z.tuple([table, recordId]), output: cachedRecordSchema.nullable() },
  /** Returns how many acknowledged changes were removed. */
  cleanupSyncQueue: {
    input: z.tuple([z.strictObject({ olderThanDays: z.number().min(0).default(7) }).prefault({})]),
    output: z.int(),
  },
  /** Pushes, then pulls, until both are dry. A call while one runs joins it. */
  syncToServer: { input: z.tuple([]), output: syncReportSchema },

  listRecords: { input: z.tuple([table, recordQuerySchema, listWindowSchema]), output: listPageSchema },
  /** Table → number of records that are not deleted. */
  countRecords: { input: z.tuple([]), output: z.record(z.string(), z.int()) },
  /** Full-text search over all tables, best first. */
  searchRecords: {
    input: z.tuple([z.string().max(200), z.int().min(1).max(50).default(20)]),
    output: z.array(searchHitSchema),
  },
  /** How many records of a list there are for each value of a field; for groups and overviews. */
  summariseRecords: { input: z.tuple([table, listQuerySchema, z.string().min(1).max(64)]), output: summarySchema },
  /** What others changed since the time given (ms since the epoch, server clock), newest first. */
  recentChanges: {
    input: z.tuple([z.int().min(0), z.int().min(1).max(500).default(200)]),
    output: z.array(recentChangeSchema),
  },
  getDrafts: { input: z.tuple([table, recordId]), output: z.array(draftSchema) },
  /** Keeps what was typed into a field though it is not valid; `null` lets go of it. */
  putDraft: { input: z.tuple([table, recordId, fieldNameSchema, z.json().nullable()]), output: nothing },
  /** Oldest first unless asked otherwise, after the receipt `after`. */
  listReceipts: { input: z.tuple([receiptFilterSchema.prefault({})]), output: z.array(receiptSchema) },
  /** Deletes a record and everything that points to it as one transaction. */
  deleteWithDependants: { input: z.tuple([table, recordId]), output: z.array(queuedChangeSchema) },
  /** Takes saved changes back by queueing their opposite; returns the new changes. */
  undoChanges: { input: z.tuple([z.array(changeId).min(1).max(5000)]), output: z.array(queuedChangeSchema) },

  /** What was saved as one and can still be taken back as one, newest first. */
  listBatches: { input: z.tuple([]), output: z.array(batchSchema) },
  /** Takes a batch back in the background of everything else; goes on at the next start where Ferry ends before it is done. */
  undoBatch: { input: z.tuple([z.uuid()]), output: undoneBatchSchema },

  getStatus: { input: z.tuple([]), output: statusSchema },
  /** Holds automatic sync until the given time (ms since the epoch), or until resumed. */
  pauseSync: { input: z.tuple([z.int().min(0).nullable()]), output: nothing },
  resumeSync: { input: z.tuple([]), output: nothing },
  /** Offers a parked change, and what it held up, to the server again. */
  retryChange: { input: z.tuple([changeId]), output: queuedChangeSchema },
  /** The same after correcting its data. */
  editParkedChange: { input: z.tuple([changeId, recordDataSchema]), output: queuedChangeSchema },
  /** Takes a parked change, and what depends on it, out of the outbox; can be restored. Returns the ids taken out. */
  discardChange: { input: z.tuple([changeId]), output: z.array(z.string()) },
  restoreDiscardedChange: { input: z.tuple([changeId]), output: z.array(z.string()) },
  /** What a parked change waits for that somebody deleted; null where nothing is missing. */
  getOrphan: { input: z.tuple([changeId]), output: orphanSchema.nullable() },
  /** Restores what is missing, or moves the work elsewhere, and offers the change and all that waits with it again. */
  settleOrphan: { input: z.tuple([changeId, orphanDecisionSchema]), output: settledOrphanSchema },
  /** Takes such a decision back, also after it was uploaded. */
  undoOrphan: { input: z.tuple([settledOrphanSchema]), output: nothing },
  /** Everything not acknowledged as one JSON document. */
  exportChanges: { input: z.tuple([]), output: z.string() },

  listConflicts: {
    input: z.tuple([
      z
        .strictObject({
          isOpen: z.boolean().default(true),
          /** With `isOpen: false`, only those settled since (ms since the epoch), the last one first. */
          decidedSince: z.int().min(0).optional(),
          table: table.optional(),
          recordId: recordId.optional(),
        })
        .prefault({}),
    ]),
    output: z.array(storedConflictSchema),
  },
  resolveConflict: { input: z.tuple([z.string(), resolutionSchema]), output: storedConflictSchema },
  /** Resolves every open conflict over the same fields of the same table in the same way; returns their ids. */
  resolveConflictsAlike: { input: z.tuple([z.string(), z.enum(['mine', 'theirs'])]), output: z.array(z.string()) },
  undoResolution: { input: z.tuple([z.string()]), output: storedConflictSchema },

  getHistory: { input: z.tuple([page.prefault({})]), output: z.array(historyEntrySchema) },
  /** The activity trail of a record, newest first; from the server, so it needs a connection. */
  getActivity: { input: z.tuple([table, recordId, z.int().min(0).optional()]), output: activityPageSchema },
  /** Queues the change that brings a record back to how it stood after the sequence given. */
  restoreState: { input: z.tuple([table, recordId, z.int().min(0)]), output: queuedChangeSchema.nullable() },

  getSession: { input: z.tuple([]), output: sessionSchema.nullable() },
  /** Whether a Ferry server answers at this address; the address as it should be kept. */
  checkServer: { input: z.tuple([z.string().max(500)]), output: z.object({ server: z.string() }) },
  signIn: {
    input: z.tuple([
      z.strictObject({
        server: z.string().min(1).max(500),
        email: z.string().min(1).max(254),
        password: z.string().min(1).max(1000),
        /** Unsent work that somebody else left here is uploaded in this person's name. Without it, `session.othersWork`. */
        takesOverWork: z.boolean().default(false),
      }),
    ]),
    output: sessionSchema,
  },
  /** Keeps the local data and its outbox unless `removeData`; refused while work is unsent unless `force`. */
  signOut: {
    input: z.tuple([z.strictObject({ force: z.boolean().default(false) }).prefault({})]),
    output: nothing,
  },
  getSettings: { input: z.tuple([]), output: settingsSchema },
  updateSettings: { input: z.tuple([settingsPatchSchema]), output: settingsSchema },
  getUpdateState: { input: z.tuple([]), output: updateStateSchema },
  checkForUpdate: { input: z.tuple([]), output: updateStateSchema },
  installUpdate: { input: z.tuple([]), output: nothing },
  getAppInfo: {
    input: z.tuple([]),
    output: z.object({
      version: z.string(),
      platform: z.string(),
      locale: z.string(),
      /** From `--server`, to start the sign-in form with. */
      defaultServer: z.string().nullable(),
      deviceId: z.string(),
      dataFolder: z.string(),
    }),
  },
  /** Asks where to save a text, and saves it; the path, or null when the person thought better of it. */
  saveFile: {
    input: z.tuple([z.strictObject({ name: z.string().min(1).max(200), content: z.string().max(200_000_000) })]),
    output: z.string().nullable(),
  },
  /** Newest first. */
  listBackups: { input: z.tuple([]), output: z.array(backupSchema) },
  createBackup: { input: z.tuple([]), output: backupSchema },
  /**
   * Puts a backup in the place of the data, after keeping a copy of it, and starts Ferry again. Work that was not
   * uploaded yet moves over to it; what the server has comes back with the next sync.
   */
  restoreBackup: { input: z.tuple([z.string().min(1).max(200)]), output: nothing },
} satisfies Record<OperationName, { input: z.ZodTuple; output: z.ZodType }>;

export type Operations = typeof operations;
/** Arguments as a caller writes them: defaults may be left out. */
export type OperationInput<N extends OperationName> = z.input<Operations[N]['input']>;
/** Arguments as a handler receives them: validated, defaults filled in. */
export type OperationArguments<N extends OperationName> = z.output<Operations[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['output']>;

/** One function an operation; main implements it, and a missing one does not compile. */
export type OperationHandlers = {
  [N in OperationName]: (...args: OperationArguments<N>) => OperationOutput<N> | Promise<OperationOutput<N>>;
};

/** The calls of `window.ferry`; every failure comes back as a value. */
export type FerryCalls = {
  [N in OperationName]: (...args: OperationInput<N>) => Promise<Result<OperationOutput<N>>>;
};

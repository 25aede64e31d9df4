import * as z from 'zod';
import type { OperationName } from './channels.ts';
import type { Result } from './errors.ts';
import {
  historyEntrySchema,
  receiptFilterSchema,
  receiptSchema,
  recentChangeSchema,
  syncReportSchema,
} from './history.ts';
import { idSchema } from './ids.ts';
import { importLabelSchema, savedImportSchema, undoneImportSchema } from './imports.ts';
import { fieldNameSchema, recordDataSchema } from './json.ts';
import {
  cachedRecordSchema,
  listPageSchema,
  listQuerySchema,
  listWindowSchema,
  recordQuerySchema,
  searchHitSchema,
  summarySchema,
} from './lists.ts';
import { lockSchema } from './lock.ts';
import { ackSchema, activityPageSchema, operationSchema, personSchema, roleSchema } from './protocol.ts';
import {
  draftSchema,
  orphanDecisionSchema,
  orphanSchema,
  queuedChangeSchema,
  settledOrphanSchema,
  storedConflictSchema,
  unfinishedStateSchema,
} from './queue.ts';
import { salvageReportSchema, setAsideFileSchema } from './salvage.ts';
import { backupSchema, settingsPatchSchema, settingsSchema } from './settings.ts';
import type { SyncStatus } from './status.ts';
import { updateStateSchema } from './updates.ts';

const table = z.string().min(1).max(64);
const recordId = idSchema;
const recordIds = z.array(recordId).min(1).max(5000);
const changeId = z.uuid();
const nothing = z.void();

/** The version and values the person saw when changing a field: guards against overwriting what arrived since. */
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
  /** Only changes in one of these states, so that the few that need a person are found among thousands. */
  states: z.array(unfinishedStateSchema).min(1).optional(),
});

/** The person’s choice where the server they sign in to holds another firm than this computer. */
export const otherFirmSchema = z.discriminatedUnion('choice', [
  /** This computer belongs to that firm from now on; the work that waits comes along, but for these records. */
  z.strictObject({
    choice: z.literal('join'),
    without: z.array(z.strictObject({ table, recordId })).max(5000).default([]),
  }),
  /** Go on here without a server, as who they were. */
  z.strictObject({ choice: z.literal('alone') }),
]);

export const joinedSchema = z.object({
  /** Records that came along, those they belong to included. */
  brought: z.int(),
  /** Records whose waiting work stayed behind. */
  left: z.int(),
  /** The path of the former firm’s data. */
  file: z.string(),
});
export type Joined = z.infer<typeof joinedSchema>;

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
  /** Adds changes to an import, a few at a time; where one fails, those before it stay saved and in the import. */
  queueImport: { input: z.tuple([z.array(newChangeSchema).min(1).max(500), importLabelSchema]), output: nothing },
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
  /** Keeps invalid text that was typed into a field; `null` discards it. */
  putDraft: { input: z.tuple([table, recordId, fieldNameSchema, z.json().nullable()]), output: nothing },
  /** Oldest first unless asked otherwise, after the receipt `after`. */
  listReceipts: { input: z.tuple([receiptFilterSchema.prefault({})]), output: z.array(receiptSchema) },
  /** Deletes records of one table and everything that points to them as one transaction; the answer has one change each. */
  deleteWithDependants: { input: z.tuple([table, recordIds]), output: z.array(queuedChangeSchema) },
  /** Table → how many of its records such a deletion takes along, beside those named; tables without any are left out. */
  countDependants: { input: z.tuple([table, recordIds]), output: z.record(z.string(), z.int().min(1)) },
  /** Undoes saved changes by queueing their inverse; returns the new changes. */
  undoChanges: { input: z.tuple([z.array(changeId).min(1).max(5000)]), output: z.array(queuedChangeSchema) },

  /** Imports that can still be undone, newest first. */
  listImports: { input: z.tuple([]), output: z.array(savedImportSchema) },
  /** Undoes an import in the background; an interrupted undo resumes at the next start. */
  undoImport: { input: z.tuple([z.uuid()]), output: undoneImportSchema },

  getStatus: { input: z.tuple([]), output: statusSchema },
  /** Holds automatic sync until the given time (ms since the epoch), or until resumed. */
  pauseSync: { input: z.tuple([z.int().min(0).nullable()]), output: nothing },
  resumeSync: { input: z.tuple([]), output: nothing },
  /** The person has read what the outbox journal brought back. */
  markBroughtBackSeen: { input: z.tuple([]), output: nothing },
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
  /** Undoes such a decision, also after it was uploaded. */
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
        /** Without it, `session.otherFirm`. */
        otherFirm: otherFirmSchema.optional(),
      }),
    ]),
    output: sessionSchema.extend({ joined: joinedSchema.optional() }),
  },
  /**
   * `keep`: records and outbox stay, and nothing of them can be seen until somebody signs in. `remove`: everything goes, and
   * Ferry starts again. Refused while work is unsent (`session.unsentWork`) unless `force`.
   */
  signOut: {
    input: z.tuple([
      z
        .strictObject({ force: z.boolean().default(false), data: z.enum(['keep', 'remove']).default('keep') })
        .prefault({}),
    ]),
    output: nothing,
  },
  /** Why no records can be seen; null where they can, or where nobody ever signed in. */
  getLock: { input: z.tuple([]), output: lockSchema.nullable() },
  /** Asks where to save everything that is not acknowledged, and saves it; the path, or null where the person closed that. */
  saveUnsentWork: { input: z.tuple([]), output: z.string().nullable() },
  /** To the proxy that refused the last request (`network.proxyAuth`); kept for the next start where the system can encrypt. */
  signInToProxy: {
    input: z.tuple([z.strictObject({ user: z.string().min(1).max(254), password: z.string().max(1000) })]),
    output: nothing,
  },
  getSettings: { input: z.tuple([]), output: settingsSchema },
  updateSettings: { input: z.tuple([settingsPatchSchema]), output: settingsSchema },
  getUpdateState: { input: z.tuple([]), output: updateStateSchema },
  checkForUpdate: { input: z.tuple([]), output: updateStateSchema },
  installUpdate: { input: z.tuple([]), output: updateStateSchema },
  postponeUpdate: { input: z.tuple([]), output: updateStateSchema },
  /** Where a link from outside leads; null where none is waiting. It is given out once. */
  takeLink: { input: z.tuple([]), output: z.object({ view: z.string(), recordId: z.string().nullable() }).nullable() },
  getAppInfo: {
    input: z.tuple([]),
    output: z.object({
      version: z.string(),
      platform: z.string(),
      /** Of the system, BCP 47: what it speaks, and how it writes dates and numbers. */
      language: z.string(),
      region: z.string(),
      /** From `--server`, to start the sign-in form with. */
      defaultServer: z.string().nullable(),
      deviceId: z.string(),
      dataFolder: z.string(),
    }),
  },
  /** The licences of everything Ferry is made of, as text. */
  getNotices: { input: z.tuple([]), output: z.string() },
  /** Asks where to save a file, and saves it; the path, or null where the person cancelled. */
  saveFile: {
    input: z.tuple([
      z.strictObject({
        name: z.string().min(1).max(300),
        content: z.string().max(200_000_000),
        /** How `content` stands for the bytes of the file. */
        encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
      }),
    ]),
    output: z.string().nullable(),
  },
  /** Newest first. */
  listBackups: { input: z.tuple([]), output: z.array(backupSchema) },
  createBackup: { input: z.tuple([]), output: backupSchema },
  /**
   * Restores a backup, after keeping a copy of the data, and restarts Ferry. Work that was not
   * uploaded yet moves over to it; what the server has comes back with the next sync.
   */
  restoreBackup: { input: z.tuple([z.string().min(1).max(200)]), output: nothing },
  /** What became of damaged or missing data on this computer, newest first. */
  listSalvageReports: { input: z.tuple([]), output: z.array(salvageReportSchema) },
  markSalvageSeen: { input: z.tuple([]), output: nothing },
  /** Damaged data that was set aside, newest first. */
  listSetAside: { input: z.tuple([]), output: z.array(setAsideFileSchema) },
  /** Starts Ferry again and brings back the work in such a file that is not here yet. */
  lookIntoSetAside: { input: z.tuple([z.string().min(1).max(200)]), output: nothing },
  /** Starts Ferry again; damaged data is set aside then, and replaced with all that can be read of the work in it. */
  repairData: { input: z.tuple([]), output: nothing },
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

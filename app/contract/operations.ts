import * as z from 'zod';
import { aloneSchema } from './alone.ts';
import type { OperationName } from './channels.ts';
import type { Result } from './errors.ts';
import { fileProblemSchema } from './file-problems.ts';
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
  deadlineQuerySchema,
  deadlinesSchema,
  listPageSchema,
  listQuerySchema,
  listWindowSchema,
  placeSchema,
  recordQuerySchema,
  searchHitSchema,
  summarySchema,
} from './lists.ts';
import { lockSchema } from './lock.ts';
import { peopleOperations, redemptionInput, setUpInput } from './people-operations.ts';
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
import {
  backupSchema,
  preferenceChangeSchema,
  recentRecordsSchema,
  settingsPatchSchema,
  settingsSchema,
  shortcutStateSchema,
} from './settings.ts';
import type { SyncStatus } from './status.ts';
import { updateStateSchema } from './updates.ts';

const table = z.string().min(1).max(64);
const recordId = idSchema;
const recordIds = z.array(recordId).min(1).max(5000);
const changeId = z.uuid();
const nothing = z.void();

/** The version and values the person saw when changing a field: prevents overwriting newer values unseen. */
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
  /** `alone`: without a server, which is ''; one person, made on this computer · `sample`: the same, to look around. */
  kind: z.enum(['firm', 'alone', 'sample']).default('firm'),
  server: z.string(),
  person: personSchema.pick({ id: true, name: true, email: true, role: true }),
  firm: z.object({ id: z.string(), name: z.string() }),
  people: z.array(personSchema),
  role: roleSchema,
  /** False if the system cannot encrypt, so that the session ends when the app quits. */
  isRemembered: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

/** `failed`: the system has no printer, or refused. */
const printedSchema = z.enum(['printed', 'cancelled', 'failed']);
export type Printed = z.infer<typeof printedSchema>;

const statusSchema = z.custom<SyncStatus>((value) => typeof value === 'object' && value !== null);

const resolutionSchema = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.enum(['mine', 'theirs']) }),
  z.strictObject({ choice: z.literal('edited'), data: recordDataSchema }),
]);
export type Resolution = z.infer<typeof resolutionSchema>;

const page = z.strictObject({ limit: z.int().min(1).max(500).default(100), after: z.int().min(0).optional() });

const pendingPage = page.extend({
  /** Only changes in these states, to find the few that need a person among thousands. */
  states: z.array(unfinishedStateSchema).min(1).optional(),
});

/** The person's choice if the server they sign in to holds another firm than this computer. */
export const otherFirmSchema = z.discriminatedUnion('choice', [
  /** This computer joins that firm; the waiting work comes along, except for these records. */
  z.strictObject({
    choice: z.literal('join'),
    without: z.array(z.strictObject({ table, recordId })).max(5000).default([]),
  }),
  /** Continue here without a server, as the previous person. */
  z.strictObject({ choice: z.literal('alone') }),
]);

export const joinedSchema = z.object({
  /** Records that came along, their parents included. */
  brought: z.int(),
  /** Records whose waiting work was left behind. */
  left: z.int(),
  /** Path of the previous firm's data. */
  file: z.string(),
});
export type Joined = z.infer<typeof joinedSchema>;

/**
 * Every operation with its positional arguments (`input`) and its value (`output`). Main registers its handlers from
 * this table, preload builds the bridge from the names, and the renderer's types derive from it.
 */
export const operations = {
  /** Appends a change to the outbox and folds the visible record, in one transaction. */
  queueChange: {
    input: z.tuple([table, operationSchema, recordId, recordDataSchema, seenSchema.optional()]),
    output: queuedChangeSchema,
  },
  /** Several changes as one transaction: saved, sent and applied together, or not at all. */
  queueChanges: { input: z.tuple([z.array(newChangeSchema).min(1).max(5000)]), output: z.array(queuedChangeSchema) },
  /** Adds changes to an import, a few at a time; if one fails, earlier ones stay saved and in the import. */
  queueImport: { input: z.tuple([z.array(newChangeSchema).min(1).max(500), importLabelSchema]), output: nothing },
  /** Unacknowledged changes, in order, after the queue position `after`; parked and conflicted ones are marked. */
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
  /** Uploads, then downloads, until both are done. A call during a run joins it. */
  syncToServer: { input: z.tuple([]), output: syncReportSchema },

  listRecords: { input: z.tuple([table, recordQuerySchema, listWindowSchema]), output: listPageSchema },
  /** Table → number of undeleted records. */
  countRecords: { input: z.tuple([]), output: z.record(z.string(), z.int()) },
  /** Full-text search over all tables, best first. */
  searchRecords: {
    input: z.tuple([z.string().max(200), z.int().min(1).max(50).default(20)]),
    output: z.array(searchHitSchema),
  },
  /** Records of a table that some of these words name, by their title or by what they belong to; the likeliest first. */
  findPlaces: {
    input: z.tuple([table, z.array(z.string().min(1).max(200)).max(16)]),
    output: z.array(placeSchema),
  },
  /** Records of all tables that are due within some days, by the due day that their entity names. */
  listDeadlines: { input: z.tuple([deadlineQuerySchema]), output: deadlinesSchema },
  /** Number of a list's records per value of a field; for groups and overviews. */
  summariseRecords: { input: z.tuple([table, listQuerySchema, z.string().min(1).max(64)]), output: summarySchema },
  /** Changes by others since the given time (ms since the epoch, server clock), newest first. */
  recentChanges: {
    input: z.tuple([z.int().min(0), z.int().min(1).max(500).default(200)]),
    output: z.array(recentChangeSchema),
  },
  getDrafts: { input: z.tuple([table, recordId]), output: z.array(draftSchema) },
  /** Stores invalid text of a field; `null` discards it. */
  putDraft: { input: z.tuple([table, recordId, fieldNameSchema, z.json().nullable()]), output: nothing },
  /** Oldest first by default, after the receipt `after`. */
  listReceipts: { input: z.tuple([receiptFilterSchema.prefault({})]), output: z.array(receiptSchema) },
  /** Deletes records of one table and all their dependants as one transaction; returns one change each. */
  deleteWithDependants: { input: z.tuple([table, recordIds]), output: z.array(queuedChangeSchema) },
  /** Table → number of records that such a deletion includes besides the named ones; tables without any are omitted. */
  countDependants: { input: z.tuple([table, recordIds]), output: z.record(z.string(), z.int().min(1)) },
  /** Undoes saved changes by queueing their opposites; returns the new changes. */
  undoChanges: { input: z.tuple([z.array(changeId).min(1).max(5000)]), output: z.array(queuedChangeSchema) },

  /** Imports that can still be undone, newest first. */
  listImports: { input: z.tuple([]), output: z.array(savedImportSchema) },
  /** Undoes an import in the background; an interrupted undo resumes at the next start. */
  undoImport: { input: z.tuple([z.uuid()]), output: undoneImportSchema },

  getStatus: { input: z.tuple([]), output: statusSchema },
  /** Pauses automatic sync until the given time (ms since the epoch), or until resumed. */
  pauseSync: { input: z.tuple([z.int().min(0).nullable()]), output: nothing },
  resumeSync: { input: z.tuple([]), output: nothing },
  /** The person has read what the outbox journal restored. */
  markBroughtBackSeen: { input: z.tuple([]), output: nothing },
  /** Offers a parked change, and those blocked by it, to the server again. */
  retryChange: { input: z.tuple([changeId]), output: queuedChangeSchema },
  /** The same after correcting its data. */
  editParkedChange: { input: z.tuple([changeId, recordDataSchema]), output: queuedChangeSchema },
  /** Removes a parked change, and its dependants, from the outbox; can be restored. Returns their ids. */
  discardChange: { input: z.tuple([changeId]), output: z.array(z.string()) },
  restoreDiscardedChange: { input: z.tuple([changeId]), output: z.array(z.string()) },
  /** The deleted parents that a parked change waits for; null if none is missing. */
  getOrphan: { input: z.tuple([changeId]), output: orphanSchema.nullable() },
  /**
   * Restores the missing parents, or moves the change to another parent, and offers it again with all that wait with
   * it.
   */
  settleOrphan: { input: z.tuple([changeId, orphanDecisionSchema]), output: settledOrphanSchema },
  /** Undoes such a decision, also after the upload. */
  undoOrphan: { input: z.tuple([settledOrphanSchema]), output: nothing },
  /** All unacknowledged changes as one JSON document. */
  exportChanges: { input: z.tuple([]), output: z.string() },

  listConflicts: {
    input: z.tuple([
      z
        .strictObject({
          isOpen: z.boolean().default(true),
          /** With `isOpen: false`, only those settled since (ms since the epoch), latest first. */
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
  /** The history of a record, newest first; read from the server, so it needs a connection. */
  getActivity: { input: z.tuple([table, recordId, z.int().min(0).optional()]), output: activityPageSchema },
  /** Queues the change that restores a record to its state after the given sequence. */
  restoreState: { input: z.tuple([table, recordId, z.int().min(0)]), output: queuedChangeSchema.nullable() },

  getSession: { input: z.tuple([]), output: sessionSchema.nullable() },
  /** Whether a Ferry server answers at this address; returns the normalised address. */
  checkServer: { input: z.tuple([z.string().max(500)]), output: z.object({ server: z.string() }) },
  signIn: {
    input: z.tuple([
      z.strictObject({
        server: z.string().min(1).max(500),
        email: z.string().min(1).max(254),
        password: z.string().min(1).max(1000),
        /** Uploads another person's unsent work under this person's name. Otherwise `session.othersWork`. */
        takesOverWork: z.boolean().default(false),
        /** If absent: `session.otherFirm`. */
        otherFirm: otherFirmSchema.optional(),
      }),
    ]),
    output: sessionSchema.extend({ joined: joinedSchema.optional() }),
  },
  /** Begins to use Ferry without a server, on a computer without data (else `session.dataHere`). */
  startAlone: {
    input: z.tuple([z.strictObject({ name: aloneSchema.shape.name, firm: aloneSchema.shape.firm })]),
    output: sessionSchema,
  },
  /** The same with a made-up firm, on a computer without data; `signOut` with `remove` ends it. */
  lookAround: { input: z.tuple([]), output: sessionSchema },
  ...peopleOperations,
  /** Signs in as the invited person. Changes nothing if the data here is of another firm (`invitation.otherFirm`). */
  redeemInvitation: { input: redemptionInput, output: sessionSchema },
  /** Makes the firm and its first owner on an empty server, and signs in. */
  setUpFirm: { input: setUpInput, output: sessionSchema },
  /**
   * `keep`: records and outbox stay, locked until somebody signs in. `remove`: everything is removed, and Ferry
   * restarts. Refused while work is unsent (`session.unsentWork`) unless `force`. Without a server only `remove` with
   * `force` is possible, since nothing could unlock the data.
   */
  signOut: {
    input: z.tuple([
      z
        .strictObject({ force: z.boolean().default(false), data: z.enum(['keep', 'remove']).default('keep') })
        .prefault({}),
    ]),
    output: nothing,
  },
  /** Why records are locked; null if they are not, or nobody ever signed in. */
  getLock: { input: z.tuple([]), output: lockSchema.nullable() },
  /** Asks where to save all unacknowledged work, and saves it; the path, or null if cancelled. */
  saveUnsentWork: { input: z.tuple([]), output: z.string().nullable() },
  /**
   * Signs in to the proxy that refused the last request (`network.proxyAuth`); remembered if the system can encrypt.
   */
  signInToProxy: {
    input: z.tuple([z.strictObject({ user: z.string().min(1).max(254), password: z.string().max(1000) })]),
    output: nothing,
  },
  getSettings: { input: z.tuple([]), output: settingsSchema },
  /** Settings and session files that cannot be read; asked again after the events `settings` and `session`. */
  listFileProblems: { input: z.tuple([]), output: z.array(fileProblemSchema) },
  /** A person has read them; files that still cannot be read stay in the list. */
  dismissFileProblems: { input: z.tuple([]), output: nothing },
  getQuickShortcut: { input: z.tuple([]), output: shortcutStateSchema },
  /** Hides the small window of quick add. */
  hideQuickAdd: { input: z.tuple([]), output: nothing },
  /** Stored at once, uploaded later. */
  setPreference: { input: z.tuple([preferenceChangeSchema]), output: settingsSchema },
  /** Opened last, newest first. */
  listRecent: { input: z.tuple([]), output: recentRecordsSchema },
  updateSettings: { input: z.tuple([settingsPatchSchema]), output: settingsSchema },
  getUpdateState: { input: z.tuple([]), output: updateStateSchema },
  checkForUpdate: { input: z.tuple([]), output: updateStateSchema },
  installUpdate: { input: z.tuple([]), output: updateStateSchema },
  postponeUpdate: { input: z.tuple([]), output: updateStateSchema },
  /** The target of an external link; null if none is waiting. Returned once. */
  takeLink: { input: z.tuple([]), output: z.object({ view: z.string(), recordId: z.string().nullable() }).nullable() },
  getAppInfo: {
    input: z.tuple([]),
    output: z.object({
      version: z.string(),
      platform: z.string(),
      /** The system's, BCP 47: interface language, and format of dates and numbers. */
      language: z.string(),
      region: z.string(),
      /** From `--server`; initial value of the sign-in form. */
      defaultServer: z.string().nullable(),
      deviceId: z.string(),
      dataFolder: z.string(),
    }),
  },
  /** The licences of all bundled packages, as text. */
  getNotices: { input: z.tuple([]), output: z.string() },
  /** Asks where to save a file, and saves it; the path, or null if cancelled. */
  saveFile: {
    input: z.tuple([
      z.strictObject({
        name: z.string().min(1).max(300),
        content: z.string().max(200_000_000),
        /** Encoding of `content`. */
        encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
      }),
    ]),
    output: z.string().nullable(),
  },
  /** Prints what the page shows; the system asks how. */
  printPage: { input: z.tuple([]), output: printedSchema },
  /** Asks where to save what the page prints as PDF, and saves it; the path, or null if cancelled. */
  savePdf: { input: z.tuple([z.string().min(1).max(300)]), output: z.string().nullable() },
  /** Newest first. */
  listBackups: { input: z.tuple([]), output: z.array(backupSchema) },
  createBackup: { input: z.tuple([]), output: backupSchema },
  /**
   * Restores a backup, after copying the current data, and restarts Ferry. Unsent work is kept; what the server has
   * returns with the next sync.
   */
  restoreBackup: { input: z.tuple([z.string().min(1).max(200)]), output: nothing },
  /** Reports about damaged or missing data on this computer, newest first. */
  listSalvageReports: { input: z.tuple([]), output: z.array(salvageReportSchema) },
  markSalvageSeen: { input: z.tuple([]), output: nothing },
  /** Damaged data that was set aside, newest first. */
  listSetAside: { input: z.tuple([]), output: z.array(setAsideFileSchema) },
  /** Restarts Ferry and restores the work in such a file that is not here yet. */
  lookIntoSetAside: { input: z.tuple([z.string().min(1).max(200)]), output: nothing },
  /** Restarts Ferry; damaged data is set aside and replaced with all work that can be read from it. */
  repairData: { input: z.tuple([]), output: nothing },
} satisfies Record<OperationName, { input: z.ZodTuple; output: z.ZodType }>;

export type Operations = typeof operations;
/** Arguments as a caller writes them: defaults may be omitted. */
export type OperationInput<N extends OperationName> = z.input<Operations[N]['input']>;
/** Arguments as a handler receives them: validated, defaults filled in. */
export type OperationArguments<N extends OperationName> = z.output<Operations[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['output']>;

/** One function per operation; main implements them, and a missing one does not compile. */
export type OperationHandlers = {
  [N in OperationName]: (...args: OperationArguments<N>) => OperationOutput<N> | Promise<OperationOutput<N>>;
};

/** The calls of `window.ferry`; failures are returned as values. */
export type FerryCalls = {
  [N in OperationName]: (...args: OperationInput<N>) => Promise<Result<OperationOutput<N>>>;
};

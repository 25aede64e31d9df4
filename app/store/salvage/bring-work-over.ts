import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from '../database.ts';
import { toStoreFailure } from '../storage-error.ts';
import { type JournalCopy, readJournalCopy } from './journal-copy.ts';
import { KEPT_TABLES, keptShapes, type Row, type TableShape } from './kept-tables.ts';
import { type MergedTables, mergeTables } from './merge-tables.ts';
import { type ReadTables, readDatabase } from './read-database.ts';
import { type RecordName, writeTables } from './write-tables.ts';

export type { RecordName };

export interface WorkSources {
  /** The data as it was until now, in whatever state; it is only read. */
  current: string;
  /** Files set aside before, newest first. */
  earlier: readonly string[];
  /** A person wants to have what they hold, drafts included. */
  isAsked: boolean;
  /** Ids of the changes that were brought over before. */
  taken: ReadonlySet<string>;
  /** Path of the outbox's second home; null where there is none. */
  journalFile: string | null;
  nowMs: number;
  /** Whose data this is, where no file says so any more. */
  owner: { server: string; firmId: string; personId: string } | null;
  nativeBinding?: string | undefined;
  /** Folds the visible rows of these records anew; called in the transaction that brings the outbox over. */
  refold: (connection: Connection, records: readonly RecordName[]) => void;
  log: Log;
}

export interface Rebuilt {
  /** Unsent changes, drafts and open conflicts in the new database. */
  saved: { changes: number; drafts: number; conflicts: number };
  /** Ids of the unsent changes in it. */
  changeIds: string[];
  /** Those of them that the current data did not hold, as far as it could be read. */
  broughtBack: string[];
  /** The new database holds work that the current data did not. */
  hasMore: boolean;
  /** Everything of these could be read of the current data. */
  isComplete: { changes: boolean; drafts: boolean; conflicts: boolean };
}

/**
 * Puts everything that belongs to the person into an open, migrated database: outbox, drafts, conflicts, receipts, the
 * device's identity. What was written is read back.
 * @throws FerryFailure `store.*`; the database is not to be used then
 */
export function bringWorkOver(connection: Connection, sources: WorkSources): Rebuilt {
  try {
    return bringOver(connection, sources);
  } catch (thrown) {
    throw toStoreFailure(thrown);
  }
}

function bringOver(connection: Connection, sources: WorkSources): Rebuilt {
  const { nativeBinding, log } = sources;
  const shapes = keptShapes(connection);
  const read = (source: string) => readDatabase(source, shapes, nativeBinding);
  const current = read(sources.current);
  const earlier = sources.earlier.flatMap((each) => unlessLocked(() => read(each), each, log) ?? []);
  const base = readOpen(connection, shapes);
  const journal = journalOf(sources);
  const merged = mergeTables({ ...sources, current, base, earlier, journal });
  merged.sync_state = withOwner(merged.sync_state, sources.owner ?? journal.owner);
  connection.transaction(() => sources.refold(connection, writeTables(connection, merged, shapes)))();
  checkWritten(connection, merged);
  return describe(connection, current, journal);
}

const NO_JOURNAL: JournalCopy = { unsent: [], ended: new Set(), owner: null, isWhole: false };

/** Never that of another firm, which opening the desk sets aside. */
function journalOf({ journalFile, owner }: WorkSources): JournalCopy {
  const journal = journalFile === null ? NO_JOURNAL : readJournalCopy(journalFile);
  const isOthers = owner !== null && journal.owner !== null && owner.firmId !== journal.owner.firmId;
  return isOthers ? NO_JOURNAL : journal;
}

/** Work whose owner is not known would go to whoever signs in next. */
function withOwner(state: Row[], owner: WorkSources['owner']): Row[] {
  if (owner === null || state.some(({ key }) => key === 'owner')) return state;
  const { server, firmId, personId } = owner;
  const known = { owner: { server, firmId }, personId };
  return [...state, ...Object.entries(known).map(([key, value]) => ({ key, value: JSON.stringify(value) }))];
}

/** A file set aside before is looked into when it can be; it does not hold up the work of today. */
function unlessLocked(read: () => ReadTables, file: string, log: Log): ReadTables | null {
  try {
    return read();
  } catch (thrown) {
    log.warn('salvage.cannotRead', { file, reason: String(thrown) });
    return null;
  }
}

function readOpen(connection: Connection, shapes: readonly TableShape[]): ReadTables {
  const entries = shapes.map(({ table }) => {
    const rows = connection.prepare<[], Row>(`SELECT * FROM ${table}`).all();
    return [table, { rows, isComplete: true }];
  });
  return Object.fromEntries(entries) as ReadTables;
}

/** What was meant to be there is read back; a copy that lacks anything must not take the place of the data. */
function checkWritten(connection: Connection, merged: MergedTables): void {
  for (const table of KEPT_TABLES) {
    const check = connection.pragma(`quick_check(${table})`, { simple: true });
    if (check !== 'ok') throw new FerryFailure('store.corrupt', 'retry', { check });
  }
  const written = connection.prepare<[], Row>('SELECT change_id, synced FROM sync_queue').all();
  const states = new Map(written.map(({ change_id, synced }) => [change_id, synced]));
  const missing = merged.sync_queue.filter(({ change_id, synced }) => states.get(change_id ?? '') !== synced);
  if (missing.length === 0) return;
  throw new FerryFailure('store.failed', 'retry', {
    missing: missing.length,
  });
}

function describe(connection: Connection, current: ReadTables, journal: JournalCopy): Rebuilt {
  const all = (sql: string) =>
    connection
      .prepare<[], Row>(sql)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const changeIds = all("SELECT change_id FROM sync_queue WHERE synced = 0 AND state <> 'discarded' ORDER BY id");
  // A carrier stands for the edits that it carries.
  const carriers = all(
    'SELECT DISTINCT coalesced_into FROM sync_queue WHERE synced = 0 AND coalesced_into IS NOT NULL',
  );
  const held = new Set(current.sync_queue.rows.map(({ change_id }) => change_id));
  const broughtBack = changeIds.filter((changeId) => !held.has(changeId));
  const drafts = all('SELECT field FROM drafts').length;
  const conflicts = all('SELECT conflict_id FROM sync_conflicts WHERE resolution IS NULL').length;
  const hadOpen = current.sync_conflicts.rows.filter(({ resolution }) => resolution === null).length;
  return {
    changeIds,
    broughtBack,
    hasMore: broughtBack.length > 0 || drafts > current.drafts.rows.length || conflicts > hadOpen,
    saved: { changes: changeIds.length - carriers.length, drafts, conflicts },
    isComplete: {
      changes: current.sync_queue.isComplete || journal.isWhole,
      drafts: current.drafts.isComplete,
      conflicts: current.sync_conflicts.isComplete,
    },
  };
}

import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from '../database.ts';
import { toStoreFailure } from '../storage-error.ts';
import { type JournalCopy, readJournalCopy } from './journal-copy.ts';
import { KEPT_TABLES, keptShapes, type Row, type TableShape } from './kept-tables.ts';
import { type MergedTables, mergeTables } from './merge-tables.ts';
import { firmOfRows, firmRebuilt } from './owner-firm.ts';
import { type ReadTables, readDatabase } from './read-database.ts';
import { type RecordName, writeTables } from './write-tables.ts';

export type { RecordName };

export interface WorkSources {
  /** The data until now, in any state; only read. */
  current: string;
  /** Files set aside earlier, newest first. */
  earlier: readonly string[];
  /** A person asked for their content, drafts included. */
  isAsked: boolean;
  /** Ids of changes restored earlier. */
  taken: ReadonlySet<string>;
  /** Path of the outbox journal; null if there is none. */
  journalFile: string | null;
  nowMs: number;
  /** The owner, if no file names one any more. */
  owner: { server: string; firmId: string; personId: string } | null;
  nativeBinding?: string | undefined;
  /** Folds these records' visible rows again; called in the transaction that restores the outbox. */
  refold: (connection: Connection, records: readonly RecordName[]) => void;
  log: Log;
}

export interface Rebuilt {
  /** Unsent changes, drafts and open conflicts in the new database. */
  saved: { changes: number; drafts: number; conflicts: number };
  /** Ids of its unsent changes. */
  changeIds: string[];
  /** Those of them that the current data did not have, as far as it was readable. */
  broughtBack: string[];
  /** The new database has work that the current data did not. */
  hasMore: boolean;
  /** Whether all of these could be read from the current data. */
  isComplete: { changes: boolean; drafts: boolean; conflicts: boolean };
}

/**
 * Copies everything personal into an open, migrated database: outbox, drafts, conflicts, receipts, the device's
 * identity. Verifies by reading back.
 * @throws FerryFailure `store.*`; do not use the database then
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
  const base = readOpen(connection, shapes);
  const journal = journalOf(sources);
  const owner = sources.owner ?? journal.owner;
  const firmId = firmRebuilt(current, owner);
  const found = sources.earlier.flatMap((each) => unlessLocked(() => read(each), each, log) ?? []);
  const earlier = found.filter(({ sync_state }) => isOfFirm(firmOfRows(sync_state.rows), firmId));
  if (sources.isAsked && earlier.length < found.length) throw new FerryFailure('data.otherFirm', 'none');
  const merged = mergeTables({ ...sources, current, base, earlier, journal });
  merged.sync_state = withOwner(merged.sync_state, owner, firmId);
  connection.transaction(() => sources.refold(connection, writeTables(connection, merged, shapes)))();
  checkWritten(connection, merged);
  return describe(connection, current, journal);
}

const NO_JOURNAL: JournalCopy = { unsent: [], ended: new Set(), owner: null, isWhole: false };

/** Skips the journal of another firm; opening the desk sets it aside. */
function journalOf({ journalFile, owner }: WorkSources): JournalCopy {
  const journal = journalFile === null ? NO_JOURNAL : readJournalCopy(journalFile);
  const isOthers = owner !== null && journal.owner !== null && owner.firmId !== journal.owner.firmId;
  return isOthers ? NO_JOURNAL : journal;
}

/** Work of a firm that this computer has left must not be sent to the next one. */
function isOfFirm(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** Work without an owner would go to the next person who signs in. */
function withOwner(state: Row[], owner: WorkSources['owner'], firmId: string | null): Row[] {
  const named = firmOfRows(state);
  if (owner === null || (named !== null && named === firmId)) return state;
  const { server, personId } = owner;
  const known = { owner: { server, firmId: owner.firmId }, personId };
  const others = state.filter(({ key }) => !(String(key) in known));
  return [...others, ...Object.entries(known).map(([key, value]) => ({ key, value: JSON.stringify(value) }))];
}

/** A locked file from earlier is skipped; it must not block today's work. */
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

/** Verifies what was written; an incomplete copy must not replace the data. */
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
  // A carrier counts for the edits it carries.
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

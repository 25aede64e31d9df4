import type { FerryError } from '#app/contract/errors.ts';
import { MAX_UNANSWERED } from '#app/contract/protocol.ts';
import { JOURNAL_STATE, KEPT_STATE, KEPT_TABLES, KEYS, type KeptTable, type Row } from './kept-tables.ts';
import type { ReadTables } from './read-database.ts';

export interface Sources {
  /** The data as it was until now. */
  current: ReadTables;
  /** What a backup brings, or an empty database. */
  base: ReadTables;
  /** Files that were set aside before, newest first. */
  earlier: readonly ReadTables[];
  /** A person wants to have what they hold. */
  isAsked: boolean;
  /** Changes that were brought over before. */
  taken: ReadonlySet<string>;
  journal: OutboxCopy;
  nowMs: number;
}

/** What the outbox's second copy says, wherever it lies. */
export interface OutboxCopy {
  /** Rows of `sync_queue` that have no final answer. */
  unsent: readonly Row[];
  /** Changes that need no upload any more: they have arrived, were discarded, or are carried by another. */
  ended: ReadonlySet<string>;
}

/** A server that knows a change answers it again, for at least 90 days; clocks may differ. */
const SURELY_REPEATED_MS = 60 * 86_400_000;

const FOUND_LATE: FerryError = {
  code: 'change.foundLate',
  action: 'fix',
};

export type MergedTables = Record<KeptTable, Row[]>;

/**
 * What is kept of several readings of the same desk. Where the current data could be read whole, it decides; otherwise what
 * it lacks comes from the others, and each change is there once, under its own id.
 */
export function mergeTables({ current, base, earlier, isAsked, taken, journal, nowMs }: Sources): MergedTables {
  const ofBase = { ...base, sync_queue: { ...base.sync_queue, rows: withOldParked(base.sync_queue.rows, nowMs) } };
  const merged = Object.fromEntries(
    KEPT_TABLES.map((table) => [table, mergeRows(table, current, ofBase)]),
  ) as MergedTables;
  for (const tables of earlier) {
    addUnknown('sync_conflicts', merged.sync_conflicts, tables.sync_conflicts.rows);
    // Whoever has finished a draft since does not want it back, unless they ask for what the file holds.
    if (isAsked || !current.drafts.isComplete) addUnknown('drafts', merged.drafts, tables.drafts.rows);
  }
  const isComplete = current.sync_queue.isComplete && current.sync_state.isComplete;
  merged.sync_state = asCopy(
    merged.sync_state.filter(({ key }) => KEPT_STATE.includes(String(key)) || (isComplete && key === JOURNAL_STATE)),
    base,
  );
  const isSettled = ({ change_id }: Row) => isComplete && taken.has(String(change_id));
  const found = earlier.flatMap(({ sync_queue }) => withOldParked(sync_queue.rows, nowMs));
  const missing = found.filter((row) => row.synced === 0 && !isSettled(row));
  const queue = mergeQueue(merged, isComplete, missing, journal);
  const hasConflicts = current.sync_conflicts.isComplete;
  merged.sync_queue = asPerhapsSent(
    hasConflicts ? queue : queue.map((row) => askedAgain(row, merged.sync_conflicts)),
    current.sync_queue.rows,
  );
  return merged;
}

const keyOf = (table: KeptTable, row: Row): string => JSON.stringify(KEYS[table].map((column) => row[column]));

function mergeRows(table: KeptTable, current: ReadTables, base: ReadTables): Row[] {
  const { rows, isComplete } = current[table];
  if (isComplete && table !== 'sync_state') return [...rows];
  const newest = [...rows];
  addUnknown(table, newest, base[table].rows);
  return newest;
}

function addUnknown(table: KeptTable, rows: Row[], others: readonly Row[]): void {
  const known = new Set(rows.map((row) => keyOf(table, row)));
  for (const row of others) {
    const key = keyOf(table, row);
    if (known.has(key)) continue;
    known.add(key);
    rows.push(row);
  }
}

function mergeQueue(
  merged: MergedTables,
  isCurrentComplete: boolean,
  found: readonly Row[],
  { unsent, ended }: OutboxCopy,
): Row[] {
  const acknowledged = new Set<unknown>([
    ...ended,
    ...merged.receipts.map(({ change_id }) => change_id),
    ...merged.sync_queue.filter(({ synced }) => synced === 1).map(({ change_id }) => change_id),
  ]);
  const isOpen = ({ synced, state, change_id }: Row) =>
    synced === 1 || state === 'discarded' || state === 'coalesced' || !acknowledged.has(change_id);
  const rows = isCurrentComplete ? [...merged.sync_queue] : merged.sync_queue.filter(isOpen);
  addUnknown('sync_queue', rows, unsent.filter(isOpen));
  addUnknown('sync_queue', rows, found.filter(isOpen));
  rows.sort((a, b) => Number(a.id) - Number(b.id) || Number(a.created_at) - Number(b.created_at));
  return renumbered(carriedAgain(rows, acknowledged));
}

/** A device that has read no answer. */
const NO_ROUNDS: Readonly<Record<string, string>> = { ticket: 'null', round: '0', ackedThrough: '0' };

/**
 * A backup shows records as they were before some of this device's own writes, so an edit of what it shows must not count as
 * one after them: it was made without having seen them. Without its ticket the server takes the desk for a copy, and it goes
 * on as a device of its own (`becomeNewDevice`).
 */
function asCopy(state: Row[], base: ReadTables): Row[] {
  const isBackup = base.sync_state.rows.some(({ key }) => key === 'epoch');
  return isBackup ? state.map((row) => ({ ...row, value: NO_ROUNDS[String(row.key)] ?? row.value ?? null })) : state;
}

/** The conflict of a change that nobody has settled could not be read: the server repeats it when asked. */
function askedAgain(row: Row, conflicts: readonly Row[]): Row {
  if (row.state !== 'conflict' || conflicts.some(({ change_id }) => change_id === row.change_id)) return row;
  return { ...row, synced: 0, state: 'sent', outcome: null, acked_version: null, acked_at: null };
}

/** An old change may have arrived without the server still knowing, and been changed since: a person decides. */
function withOldParked(rows: readonly Row[], nowMs: number): Row[] {
  return rows.map((row) => {
    const isOpen = row.synced === 0 && row.state !== 'parked' && row.state !== 'discarded';
    if (!isOpen || nowMs - Number(row.created_at) < SURELY_REPEATED_MS) return row;
    return { ...row, state: 'parked', coalesced_into: null, blocked_by: null, last_error: JSON.stringify(FOUND_LATE) };
  });
}

/** A change whose carrier is gone would never be sent: it travels by itself again, unless the carrier arrived. */
function carriedAgain(rows: Row[], acknowledged: ReadonlySet<unknown>): Row[] {
  const ids = new Set(rows.map(({ change_id }) => change_id));
  return rows.flatMap((row) => {
    if (row.state !== 'coalesced' || row.synced === 1 || ids.has(row.coalesced_into)) return [row];
    return acknowledged.has(row.coalesced_into) ? [] : [{ ...row, state: 'pending', coalesced_into: null }];
  });
}

/**
 * Of what the current data did not hold nobody knows whether it was sent: so it keeps its id, and the server is asked first,
 * about as many as one round can name.
 */
function asPerhapsSent(rows: Row[], current: readonly Row[]): Row[] {
  const known = new Set(current.map(({ change_id }) => change_id));
  let room = MAX_UNANSWERED - rows.filter(({ synced, state }) => synced === 0 && state === 'sent').length;
  return rows.map((row) => {
    if (row.synced === 1 || row.state !== 'pending' || known.has(row.change_id) || room <= 0) return row;
    room -= 1;
    return { ...row, state: 'sent', attempts: Math.max(1, Number(row.attempts)) };
  });
}

/** The order is what counts; a place keeps its number where no other has it. */
function renumbered(rows: Row[]): Row[] {
  let last = 0;
  return rows.map((row) => {
    last = Math.max(last + 1, Number(row.id ?? 0));
    return { ...row, id: last };
  });
}

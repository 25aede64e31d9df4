import type { FerryError } from '#app/contract/errors.ts';
import { MAX_UNANSWERED } from '#app/contract/protocol.ts';
import { JOURNAL_STATE, KEPT_STATE, KEPT_TABLES, KEYS, type KeptTable, type Row } from './kept-tables.ts';
import type { ReadTables } from './read-database.ts';

export interface Sources {
  /** The data until now. */
  current: ReadTables;
  /** A backup's content, or an empty database. */
  base: ReadTables;
  /** Files set aside earlier, newest first. */
  earlier: readonly ReadTables[];
  /** A person asked for their content. */
  isAsked: boolean;
  /** Changes restored earlier. */
  taken: ReadonlySet<string>;
  journal: OutboxCopy;
  nowMs: number;
}

/** The content of the outbox journal. */
export interface OutboxCopy {
  /** Rows of `sync_queue` without a final answer. */
  unsent: readonly Row[];
  /** Changes that need no upload: acknowledged, discarded, or carried by another. */
  ended: ReadonlySet<string>;
}

/** A server repeats its answer for at least 90 days; the margin covers wrong clocks. */
const SURELY_REPEATED_MS = 60 * 86_400_000;

const FOUND_LATE: FerryError = {
  code: 'change.foundLate',
  action: 'fix',
};

export type MergedTables = Record<KeptTable, Row[]>;

/**
 * Merges several readings of one desk. If the current data was read completely, it decides; else the other readings
 * fill its gaps. Each change appears once, under its own id.
 */
export function mergeTables({ current, base, earlier, isAsked, taken, journal, nowMs }: Sources): MergedTables {
  const ofBase = { ...base, sync_queue: { ...base.sync_queue, rows: withOldParked(base.sync_queue.rows, nowMs) } };
  const merged = Object.fromEntries(
    KEPT_TABLES.map((table) => [table, mergeRows(table, current, ofBase)]),
  ) as MergedTables;
  for (const tables of earlier) {
    addUnknown('sync_conflicts', merged.sync_conflicts, tables.sync_conflicts.rows);
    // A finished draft stays away, unless a person asks for the file's content.
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

/** State of a device that has read no answer. */
const NO_ROUNDS: Readonly<Record<string, string>> = { ticket: 'null', round: '0', ackedThrough: '0' };

/**
 * A backup shows records from before some of this device's own writes, so an edit based on it must not count as made
 * after them. Without its ticket the server treats the desk as a copy, and it continues as a new device
 * (`becomeNewDevice`).
 */
function asCopy(state: Row[], base: ReadTables): Row[] {
  const isBackup = base.sync_state.rows.some(({ key }) => key === 'epoch');
  return isBackup ? state.map((row) => ({ ...row, value: NO_ROUNDS[String(row.key)] ?? row.value ?? null })) : state;
}

/** A change whose open conflict was unreadable: ask the server, which repeats it. */
function askedAgain(row: Row, conflicts: readonly Row[]): Row {
  if (row.state !== 'conflict' || conflicts.some(({ change_id }) => change_id === row.change_id)) return row;
  return { ...row, synced: 0, state: 'sent', outcome: null, acked_version: null, acked_at: null };
}

/** An old change may have been uploaded, forgotten by the server and overwritten since, so a person decides. */
function withOldParked(rows: readonly Row[], nowMs: number): Row[] {
  return rows.map((row) => {
    const isOpen = row.synced === 0 && row.state !== 'parked' && row.state !== 'discarded';
    if (!isOpen || nowMs - Number(row.created_at) < SURELY_REPEATED_MS) return row;
    return { ...row, state: 'parked', coalesced_into: null, blocked_by: null, last_error: JSON.stringify(FOUND_LATE) };
  });
}

/** A change whose carrier is gone would never be sent: it is sent by itself, unless the carrier was acknowledged. */
function carriedAgain(rows: Row[], acknowledged: ReadonlySet<unknown>): Row[] {
  const ids = new Set(rows.map(({ change_id }) => change_id));
  return rows.flatMap((row) => {
    if (row.state !== 'coalesced' || row.synced === 1 || ids.has(row.coalesced_into)) return [row];
    return acknowledged.has(row.coalesced_into) ? [] : [{ ...row, state: 'pending', coalesced_into: null }];
  });
}

/**
 * Whether changes missing from the current data were sent is unknown: they keep their ids, and the server is asked
 * first, for as many as one round can name.
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

/** Keeps the order; a row keeps its number unless another has it. */
function renumbered(rows: Row[]): Row[] {
  let last = 0;
  return rows.map((row) => {
    last = Math.max(last + 1, Number(row.id ?? 0));
    return { ...row, id: last };
  });
}

import type { Connection } from '../database.ts';

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Tables that belong to the person and device rather than to the copy of the firm's records, the outbox first. */
export const KEPT_TABLES = [
  'sync_queue',
  'drafts',
  'sync_conflicts',
  'sync_state',
  'receipts',
  'batches',
  'sync_history',
] as const;
export type KeptTable = (typeof KEPT_TABLES)[number];

/** Keys of `sync_state` that identify the device and its owner. The others describe the copy of the records. */
export const KEPT_STATE = ['deviceId', 'ticket', 'round', 'ackedThrough', 'owner', 'alone', 'personId'];
/** The journal's position: valid only together with the complete outbox. */
export const JOURNAL_STATE = 'outboxJournal';

/** The columns that identify a row across files. */
export const KEYS: Record<KeptTable, readonly string[]> = {
  sync_queue: ['change_id'],
  drafts: ['table_name', 'record_id', 'field'],
  sync_conflicts: ['conflict_id'],
  sync_state: ['key'],
  receipts: ['change_id'],
  batches: ['batch_id'],
  sync_history: ['started_at', 'reason', 'duration_ms'],
};

export interface Column {
  name: string;
  type: 'TEXT' | 'INTEGER' | 'REAL';
  isRequired: boolean;
  isRowId: boolean;
  fallback: Value;
}

export interface TableShape {
  table: KeptTable;
  columns: Column[];
  /** Whether the table is WITHOUT ROWID. */
  isWithoutRowId: boolean;
}

/** Shapes of these tables in a migrated database; columns are only ever appended, so they fit older files too. */
export function keptShapes(connection: Connection): TableShape[] {
  return KEPT_TABLES.map((table) => {
    const listed = connection.pragma(`table_info(${table})`) as {
      name: string;
      type: Column['type'];
      notnull: number;
      dflt_value: string | null;
      pk: number;
    }[];
    const [about] = connection.pragma(`table_list(${table})`) as { wr: number }[];
    return {
      table,
      isWithoutRowId: about?.wr === 1,
      columns: listed.map(({ name, type, notnull, dflt_value: fallback, pk }) => ({
        name,
        type,
        isRequired: notnull === 1,
        isRowId: pk === 1 && type === 'INTEGER',
        fallback: fallback === null ? null : type === 'TEXT' ? fallback.slice(1, -1) : Number(fallback),
      })),
    };
  });
}

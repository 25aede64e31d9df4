import type { Connection } from '../database.ts';

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** What belongs to the person and the device rather than to the copy of the firm's records, the outbox first. */
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

/** Of `sync_state`: who this device is, and whose data it holds. The rest describes the copy of the records. */
export const KEPT_STATE = ['deviceId', 'ticket', 'round', 'ackedThrough', 'owner', 'personId'];
/** How far the outbox's second copy has come: true only together with the whole outbox. */
export const JOURNAL_STATE = 'outboxJournal';

/** What names a row, whatever file it lies in. */
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
  /** Where rows lie in an index of their own. */
  isWithoutRowId: boolean;
}

/** How a migrated database keeps these tables; columns are only ever added at the end, so it fits older files as well. */
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

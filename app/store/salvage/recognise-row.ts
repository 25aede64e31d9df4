import { KEPT_STATE, type KeptTable, type Row, type TableShape, type Value } from './kept-tables.ts';
import type { PageRow } from './page-rows.ts';
import type { StoredValue } from './record-format.ts';

const ID = /^[\w-]{1,64}$/;
const TABLE_NAME = /^[a-z_]{1,64}$/;
const OPERATIONS: readonly Value[] = ['insert', 'update', 'delete'];
const STATES: readonly Value[] = ['pending', 'sent', 'conflict', 'parked', 'done', 'coalesced', 'discarded'];

/** What a row of each table satisfies beyond its column types. */
const isOf: Record<KeptTable, (row: Row) => boolean> = {
  sync_queue: (row) =>
    isRecord(row) &&
    OPERATIONS.includes(row.operation ?? null) &&
    STATES.includes(row.state ?? null) &&
    matches(row.change_id, ID) &&
    isObject(row.data) &&
    (row.base === null || isObject(row.base)) &&
    (row.last_error === null || isObject(row.last_error)),
  drafts: (row) => isRecord(row) && matches(row.field, ID) && isJson(row.value),
  sync_conflicts: (row) => isRecord(row) && matches(row.change_id, ID) && isJson(row.fields),
  sync_state: (row) => KEPT_STATE.includes(String(row.key)) && isJson(row.value),
  receipts: (row) => isRecord(row) && OPERATIONS.includes(row.operation ?? null) && matches(row.change_id, ID),
  batches: (row) => matches(row.batch_id, ID) && matches(row.table_name, TABLE_NAME),
  sync_history: (row) => row.details === null || isJson(row.details),
};

/** Recognises a row of a kept table by its shape alone; null for any other row. */
export function recogniseRow(found: PageRow, shapes: readonly TableShape[]): { table: KeptTable; row: Row } | null {
  for (const shape of shapes) {
    const row = toRow(found, shape);
    if (row && isOf[shape.table](row)) return { table: shape.table, row };
  }
  return null;
}

function toRow({ rowId, values }: PageRow, { columns, isWithoutRowId }: TableShape): Row | null {
  if ((rowId === null) !== isWithoutRowId || values.length > columns.length) return null;
  const row: Row = {};
  for (const [index, { name, type, isRequired, isRowId, fallback }] of columns.entries()) {
    const stored = index < values.length ? (values[index] ?? null) : fallback;
    const value = isRowId && stored === null ? rowId : stored;
    if (!fits(value, type, isRequired)) return null;
    row[name] = value;
  }
  return row;
}

function fits(value: StoredValue, type: 'TEXT' | 'INTEGER' | 'REAL', isRequired: boolean): value is Value {
  if (value === null) return !isRequired;
  if (type === 'TEXT') return typeof value === 'string';
  return typeof value === 'number' && (type === 'REAL' || Number.isInteger(value));
}

function isRecord(row: Row): boolean {
  return matches(row.table_name, TABLE_NAME) && matches(row.record_id, ID);
}

function matches(value: Value | undefined, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isJson(value: Value | undefined): boolean {
  return parsed(value) !== undefined;
}

function isObject(value: Value | undefined): boolean {
  const content = parsed(value);
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

function parsed(value: Value | undefined): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

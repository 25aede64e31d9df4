import { FerryFailure } from '#app/contract/errors.ts';
import type { Connection } from '../database.ts';
import { toStoreFailure } from '../storage-error.ts';
import type { Row, TableShape } from './kept-tables.ts';

interface FoundRow {
  /** Null in a WITHOUT ROWID table. */
  rowId: number | null;
  row: Row;
}

export interface SqlRows {
  rows: FoundRow[];
  /** The table is sound and these are all rows. */
  isComplete: boolean;
  /** Otherwise: the row ids (exclusive) between which nothing was readable; null if any may be missing. */
  gap: { after: number; before: number } | null;
}

/**
 * The rows of a table that SQL reaches: from the start to the first damaged page, and from the end back to the last.
 * @throws FerryFailure if another program holds the file
 */
export function sqlRows(connection: Connection, shape: TableShape): SqlRows {
  const { table, isWithoutRowId } = shape;
  const isSound = unlessDamaged(() => connection.pragma(`quick_check(${table})`, { simple: true })) === 'ok';
  const forward = read(connection, shape, 'ASC');
  if (forward.isWhole) return { rows: forward.rows, isComplete: isSound, gap: null };
  if (isWithoutRowId) return { rows: forward.rows, isComplete: false, gap: null };
  const backward = read(connection, shape, 'DESC').rows;
  const after = forward.rows.at(-1)?.rowId ?? Number.NEGATIVE_INFINITY;
  const before = backward.at(-1)?.rowId ?? Number.POSITIVE_INFINITY;
  return { rows: [...forward.rows, ...backward.toReversed()], isComplete: false, gap: { after, before } };
}

function read(connection: Connection, shape: TableShape, direction: 'ASC' | 'DESC') {
  const rows: FoundRow[] = [];
  const isWhole = unlessDamaged(() => {
    for (const row of select(connection, shape, direction)) rows.push(row);
    return true;
  });
  return { rows, isWhole: isWhole === true };
}

function* select(connection: Connection, shape: TableShape, direction: 'ASC' | 'DESC'): Iterable<FoundRow> {
  const { table, columns, isWithoutRowId } = shape;
  const present = connection.pragma(`table_info(${table})`) as { name: string }[];
  const listed = columns.map(({ name }) => (present.some((column) => column.name === name) ? name : `NULL AS ${name}`));
  const [rowIdColumn, order] = isWithoutRowId ? ['NULL', ''] : ['rowid', `ORDER BY rowid ${direction}`];
  const sql = `SELECT ${rowIdColumn} AS foundRowId, ${listed.join(', ')} FROM ${table} NOT INDEXED ${order}`;
  for (const { foundRowId, ...row } of connection.prepare<[], Row>(sql).iterate()) {
    for (const { name, fallback } of columns) row[name] ??= fallback;
    yield { rowId: foundRowId === null ? null : Number(foundRowId), row };
  }
}

/** Null if the data is damaged. @throws FerryFailure if a retry may help */
function unlessDamaged<T>(work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    if (isPassing(thrown)) throw toStoreFailure(thrown);
    return null;
  }
}

/** Another program holds the file, or memory is short: the file itself is fine. */
export function isPassing(thrown: unknown): boolean {
  if (thrown instanceof FerryFailure) return false;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^(SQLITE_(BUSY|LOCKED|PROTOCOL|NOMEM|FULL)|EBUSY|EACCES|EPERM|EMFILE|ENFILE)/.test(code);
}

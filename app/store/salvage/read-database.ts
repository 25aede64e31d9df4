import { existsSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Connection } from '../database.ts';
import { toStoreFailure } from '../storage-error.ts';
import { KEPT_TABLES, KEYS, type KeptTable, type Row, type TableShape } from './kept-tables.ts';
import { isDatabaseFile, openPageFile } from './page-file.ts';
import { pageRows } from './page-rows.ts';
import { recogniseRow } from './recognise-row.ts';
import { isPassing, type SqlRows, sqlRows } from './sql-rows.ts';

export interface ReadTable {
  rows: Row[];
  /** Nothing is missing. */
  isComplete: boolean;
}

export type ReadTables = Record<KeptTable, ReadTable>;

/**
 * Everything readable in a damaged database: by SQL, and page by page if SQL fails. The file and its write-ahead log
 * stay unchanged.
 * @throws FerryFailure `store.*` if another program holds the file, so a retry may help
 */
export function readDatabase(file: string, shapes: readonly TableShape[], nativeBinding?: string): ReadTables {
  const bySql = readBySql(file, shapes, nativeBinding);
  const isWhole = shapes.every(({ table }) => bySql.get(table)?.isComplete);
  const byPage = isWhole ? new Map<KeptTable, Row[]>() : readByPage(file, shapes, bySql);
  const entries = KEPT_TABLES.map((table): [KeptTable, ReadTable] => {
    const sql = bySql.get(table);
    const rows = together(table, sql?.rows.map(({ row }) => row) ?? [], byPage.get(table) ?? []);
    return [table, { rows, isComplete: sql?.isComplete ?? false }];
  });
  return Object.fromEntries(entries) as ReadTables;
}

function readBySql(file: string, shapes: readonly TableShape[], nativeBinding?: string): Map<KeptTable, SqlRows> {
  // SQLite would discard the log of an empty file.
  if (!isDatabaseFile(file)) return new Map();
  const hadLog = existsSync(`${file}-wal`);
  let connection: Connection | undefined;
  try {
    connection = new BetterSqlite3(file, {
      readonly: true,
      fileMustExist: true,
      ...(nativeBinding ? { nativeBinding } : {}),
    });
    const open = connection;
    return new Map(shapes.map((shape) => [shape.table, sqlRows(open, shape)]));
  } catch (thrown) {
    if (isPassing(thrown)) throw toStoreFailure(thrown);
    return new Map();
  } finally {
    connection?.close();
    rmSync(`${file}-shm`, { force: true });
    if (!hadLog) rmSync(`${file}-wal`, { force: true });
  }
}

function readByPage(
  file: string,
  shapes: readonly TableShape[],
  bySql: ReadonlyMap<KeptTable, SqlRows>,
): Map<KeptTable, Row[]> {
  const found = new Map<KeptTable, Row[]>(shapes.map(({ table }) => [table, []]));
  const pages = openPageFile(file);
  try {
    for (const pageRow of pageRows(pages)) {
      const recognised = recogniseRow(pageRow, shapes);
      if (recognised && isMissing(bySql.get(recognised.table), pageRow.rowId))
        found.get(recognised.table)?.push(recognised.row);
    }
    return found;
  } finally {
    pages.close();
  }
}

/** Rows that SQL could read are not taken from pages: unused parts of a page may contain deleted rows. */
function isMissing(sql: SqlRows | undefined, rowId: number | null): boolean {
  if (!sql) return true;
  if (sql.isComplete) return false;
  return sql.gap === null || rowId === null || (rowId > sql.gap.after && rowId < sql.gap.before);
}

/**
 * Each row once. Pages may hold an old and a new version of it; one with the server's answer wins, unless the server
 * forgot it.
 */
function together(table: KeptTable, bySql: readonly Row[], byPage: readonly Row[]): Row[] {
  const keyOf = (row: Row) => JSON.stringify(KEYS[table].map((column) => row[column]));
  const read = new Map(bySql.map((row) => [keyOf(row), row]));
  const salvaged = new Map<string, Row>();
  for (const row of byPage) {
    const known = salvaged.get(keyOf(row));
    if (!known || (row.synced === 1 && known.synced === 0 && known.origin === null)) salvaged.set(keyOf(row), row);
  }
  return [...new Map([...salvaged, ...read]).values()];
}

import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { yieldToLoop as turnOfTheLoop } from '../system.ts';
import type { CommitListener, Database, Scope, SqlRow, SqlValue, TableShape, Transaction } from './database.ts';
import { planOnce } from './plan-once.ts';

export interface SqliteOptions {
  /** A path, `:memory:`, or a serialised database (see `serialize`). */
  file: string | Buffer;
  /** How long to wait for another writing process, such as a command run beside the server. */
  patienceMs?: number;
  /**
   * Yields to the event loop between transactions: SQLite is synchronous, so otherwise no request would be served in
   * between.
   */
  yieldToLoop?: () => Promise<void>;
}

export interface SqliteDatabase extends Database {
  /** The whole database as bytes; tests restore it as a backup. */
  serialize(): Buffer;
}

type Verb = 'insert' | 'upsert';

const WRITE = 'BEGIN IMMEDIATE';
const READ = 'BEGIN';
/** SQLite's own wait blocks the process, so it is short; the rest of the wait is asynchronous. */
const BLOCKING_MS = 20;
const PAUSE_MS = 10;
/** A third faster than single rows; larger batches gain nothing. */
const ROWS_A_STATEMENT = 20;
/** A few dozen are in use; desks determine which columns a batch shares, so the cache must be limited. */
const MOST_WRITERS = 200;

/** Storage in one SQLite file: one connection, transactions one at a time, each commit flushed to disk. */
export function createSqliteDatabase({
  file,
  patienceMs = 10_000,
  yieldToLoop = turnOfTheLoop,
}: SqliteOptions): SqliteDatabase {
  if (typeof file === 'string' && file !== ':memory:') createForOwnerOnly(file);
  const connection = new Sqlite(file, { timeout: BLOCKING_MS });
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');

  const statements = new Map<string, Sqlite.Statement>();
  const writers = new Map<string, Sqlite.Statement>();
  const listeners = new Set<CommitListener>();
  let notices: { firmId: string; seq: number }[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  function prepare(sql: string): Sqlite.Statement {
    const known = statements.get(sql);
    if (known) return known;
    const statement = connection.prepare(planOnce(sql.replaceAll('= ANY(?)', 'IN (SELECT value FROM json_each(?))')));
    statements.set(sql, statement);
    return statement;
  }

  function writer(verb: Verb, table: TableShape, shared: readonly string[], rowCount: number): Sqlite.Statement {
    const key = `${verb} ${table.name} ${rowCount} ${shared.join()}`;
    const known = writers.get(key);
    if (known) return known;
    const statement = connection.prepare((verb === 'insert' ? insertSql : upsertSql)(table, shared, rowCount));
    if (writers.size >= MOST_WRITERS) writers.clear();
    writers.set(key, statement);
    return statement;
  }

  /** Values equal in every row, such as the firm, are bound once per statement: binding is a third of the work. */
  function writeRows(verb: Verb, table: TableShape, rows: readonly SqlRow[]): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(table.columns);
    const shared = columns.filter((column) => rows.every((row) => row[column] === first[column]));
    const sharedValues = Object.fromEntries(shared.map((column) => [column, first[column] ?? null]));
    const own = columns.filter((column) => !shared.includes(column));
    for (let from = 0; from < rows.length; ) {
      const count = rows.length - from >= ROWS_A_STATEMENT ? ROWS_A_STATEMENT : 1;
      const values: SqlRow[string][] = [];
      for (const row of rows.slice(from, from + count)) {
        for (const column of own) values.push(row[column] ?? null);
      }
      writer(verb, table, shared, count).run(values, sharedValues);
      from += count;
    }
  }

  const tx: Transaction = {
    lock: { forUpdate: '', forShare: '' },
    all: async <Row extends SqlRow>(sql: string, parameters: readonly SqlValue[] = []) =>
      prepare(sql).all(...parameters.map(bindable)) as Row[],
    run: async (sql, parameters = []) => prepare(sql).run(...parameters.map(bindable)).changes,
    write: async (sql, parameters = []) => {
      prepare(sql).run(...parameters.map(bindable));
    },
    insert: async (table, rows) => writeRows('insert', table, rows),
    upsert: async (table, rows) => writeRows('upsert', table, rows),
    notify: async (firmId, seq) => {
      notices.push({ firmId, seq });
    },
  };

  async function beginPatiently(begin: string): Promise<void> {
    for (let waitedMs = 0; ; waitedMs += BLOCKING_MS + PAUSE_MS) {
      try {
        prepare(begin).run();
        return;
      } catch (error) {
        if (!isBusy(error) || waitedMs >= patienceMs) throw error;
        await pause(PAUSE_MS);
      }
    }
  }

  async function runAlone<T>(begin: string, work: () => Promise<T>): Promise<T> {
    await beginPatiently(begin);
    notices = [];
    try {
      const result = await work();
      prepare('COMMIT').run();
      const committed = notices;
      for (const { firmId, seq } of committed) for (const listener of listeners) listener(firmId, seq);
      return result;
    } catch (error) {
      if (connection.inTransaction) prepare('ROLLBACK').run();
      throw error;
    }
  }

  /** There is one connection, so transactions queue: a second one must not write into the first while that awaits. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = tail.then(run);
    tail = turn.then(yieldToLoop, yieldToLoop);
    return turn;
  }

  return {
    dialect: 'sqlite',
    transaction: (scope: Scope, work) => inTurn(() => runAlone(scope.mode === 'write' ? WRITE : READ, () => work(tx))),
    migrate: (work) =>
      inTurn(() =>
        runAlone(WRITE, () =>
          work(tx, async (sql) => {
            connection.exec(sql);
          }),
        ),
      ),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {
      await tail;
      listeners.clear();
      connection.close();
    },
    serialize: () => connection.serialize(),
  };
}

/**
 * The file contains the firms' secrets; SQLite gives its companion files the same rights. An existing file keeps its
 * own.
 */
function createForOwnerOnly(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function bindable(value: SqlValue): string | number | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function insertSql({ name, columns }: TableShape, shared: readonly string[], rowCount: number): string {
  const names = Object.keys(columns);
  const row = `(${names.map((column) => (shared.includes(column) ? `@${column}` : '?')).join(', ')})`;
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES ${Array(rowCount).fill(row).join(', ')}`;
}

function upsertSql(table: TableShape, shared: readonly string[], rowCount: number): string {
  const updates = Object.keys(table.columns)
    .filter((column) => !table.key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const insert = insertSql(table, shared, rowCount);
  return `${insert} ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`;
}

import type BetterSqlite3 from 'better-sqlite3';
import type { Log } from '#app/contract/ports.ts';
import { toStoreFailure } from './storage-error.ts';

export type Connection = BetterSqlite3.Database;
type Value = string | number | bigint | null;
export type Parameters = readonly Value[] | Readonly<Record<string, Value>>;

const SLOW_STATEMENT_MS = 40;

export interface Statement<Row> {
  get(parameters?: Parameters): Row | undefined;
  all(parameters?: Parameters): Row[];
  /** Returns the number of rows changed. */
  run(parameters?: Parameters): number;
  /** Returns the row id of the row inserted. */
  insert(parameters?: Parameters): number;
}

export interface Database {
  /** A statement prepared on first use and cached. `Row` is the caller's claim about the result, not checked. */
  statement<Row>(sql: string): Statement<Row>;
  /**
   * Runs `work` in one transaction, all or nothing; joins an outer one. `durable` waits until the commit is on disk;
   * without it a power cut (not a crash) may lose the last commits, which is acceptable for data the server can send
   * again.
   */
  transaction<T>(work: () => T, options?: { durable: boolean }): T;
  /**
   * Called in each transaction just before its commit; its writes belong to the transaction. `isDurable`: the commit
   * waits for the disk.
   */
  beforeCommit(listener: (isDurable: boolean) => void): void;
  /** Called after each commit. */
  afterCommit(listener: () => void): void;
  afterRollback(listener: () => void): void;
  connection: Connection;
  close(): void;
}

export interface DatabaseOptions {
  connection: Connection;
  monotonicMs: () => number;
  log: Log;
}

/** Wraps an open connection: cached and timed statements, transactions, errors as `FerryFailure`. */
export function createDatabase({ connection, monotonicMs, log }: DatabaseOptions): Database {
  const statements = new Map<string, Statement<unknown>>();
  const listeners = {
    beforeCommit: [] as ((isDurable: boolean) => void)[],
    afterCommit: [] as (() => void)[],
    afterRollback: [] as (() => void)[],
  };
  let isOpen = false;
  let isDurable = true;

  function timed<T>(sql: string, work: () => T): T {
    const startedAt = monotonicMs();
    try {
      return work();
    } catch (thrown) {
      throw toStoreFailure(thrown, connection.memory ? undefined : connection.name);
    } finally {
      const durationMs = monotonicMs() - startedAt;
      if (durationMs > SLOW_STATEMENT_MS) log.warn('store.slow', { sql, durationMs });
    }
  }

  function prepare(sql: string): Statement<unknown> {
    const prepared = timed(sql, () => connection.prepare<unknown[]>(sql));
    return {
      get: (parameters = []) => timed(sql, () => prepared.get(parameters)),
      all: (parameters = []) => timed(sql, () => prepared.all(parameters)),
      run: (parameters = []) => timed(sql, () => prepared.run(parameters).changes),
      insert: (parameters = []) => timed(sql, () => Number(prepared.run(parameters).lastInsertRowid)),
    };
  }

  function statement<Row>(sql: string): Statement<Row> {
    let found = statements.get(sql);
    if (!found) {
      found = prepare(sql);
      statements.set(sql, found);
    }
    return found as Statement<Row>;
  }

  function setDurable(durable: boolean): void {
    if (durable === isDurable) return;
    timed('pragma synchronous', () => connection.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`));
    isDurable = durable;
  }

  function transaction<T>(work: () => T, { durable } = { durable: true }): T {
    if (isOpen) return work();
    setDurable(durable);
    statement('BEGIN IMMEDIATE').run();
    isOpen = true;
    try {
      const value = work();
      for (const listener of listeners.beforeCommit) listener(durable);
      statement('COMMIT').run();
      isOpen = false;
      emitCommitted();
      return value;
    } catch (thrown) {
      if (isOpen) rollBack();
      throw thrown;
    }
  }

  /** A failing listener must not affect the commit, which is already done. */
  function emitCommitted(): void {
    for (const listener of listeners.afterCommit) {
      try {
        listener();
      } catch (thrown) {
        log.error('store.listenerFailed', { reason: String(thrown) });
      }
    }
  }

  function rollBack(): void {
    isOpen = false;
    // SQLite rolls back by itself after some errors (disk full, I/O).
    if (connection.inTransaction) statement('ROLLBACK').run();
    for (const listener of listeners.afterRollback) listener();
  }

  return {
    statement,
    transaction,
    beforeCommit: (listener) => void listeners.beforeCommit.push(listener),
    afterCommit: (listener) => void listeners.afterCommit.push(listener),
    afterRollback: (listener) => void listeners.afterRollback.push(listener),
    connection,
    close: () => connection.close(),
  };
}

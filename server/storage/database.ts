/** A statement parameter; a list is used with `= ANY(?)`. */
export type SqlValue = string | number | null | readonly string[];
export type SqlRow = Record<string, string | number | null>;

/** Columns common to both databases: every value is text or an integer. */
export interface TableShape {
  name: string;
  /** The column order of backups; append new ones. */
  columns: Readonly<Record<string, 'text' | 'bigint'>>;
  /** Values of columns missing in an older backup. */
  defaults?: Readonly<Record<string, string>>;
  key: readonly string[];
}

/**
 * What a transaction may see. `firm`: one firm's rows (enforced by PostgreSQL row-level security); `identity`: what
 * sign-in needs before the firm is known; `operator`: everything, for an operator's commands.
 */
export type Scope =
  | { kind: 'firm'; firmId: string; mode: 'read' | 'write' }
  | { kind: 'identity'; mode: 'read' | 'write' }
  | { kind: 'operator'; mode: 'read' | 'write' };

/**
 * Statements inside one transaction. SQL is written once for both databases: parameters are `?` in order, and
 * membership in a list is `= ANY(?)`.
 */
export interface Transaction {
  all<Row extends SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** Returns the number of rows changed. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /**
   * Like `run`, without the row count. This, `insert` and `upsert` may resolve before the statement has run: statements
   * run in order, and a failure fails the transaction, at its commit at the latest.
   */
  write(sql: string, parameters?: readonly SqlValue[]): Promise<void>;
  /** Writes many rows; an existing key is an error. */
  insert(table: TableShape, rows: readonly SqlRow[]): Promise<void>;
  /** Writes many rows and overwrites existing keys. Keys must be unique within the call. */
  upsert(table: TableShape, rows: readonly SqlRow[]): Promise<void>;
  /** Row lock clauses, held until the end of the transaction; append to a SELECT. */
  lock: { forUpdate: string; forShare: string };
  /** Notifies every listening process after the commit; may be lost. */
  notify(firmId: string, seq: number): Promise<void>;
}

/** A commit of a firm; `seq` is null if the connection was lost meanwhile and anything may have changed. */
export type CommitListener = (firmId: string | null, seq: number | null) => void;

/** Connections to a database server. */
export interface Connections {
  /** The pool's clients: open, idle, and waiters. */
  clients: number;
  idle: number;
  waiting: number;
  /** Whether notifications of other processes are received. */
  isListening: boolean;
  /** Reconnects of the notification connection. */
  listenReconnects: number;
}

/** A database, in a file or on a server: the only interface between the sync core and storage. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one transaction and commits, or rolls back if it throws. A `read` sees one snapshot. Must not be
   * nested.
   */
  transaction<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs a script of several statements and `work`'s own, in one transaction; for migrations. */
  migrate<T>(work: (tx: Transaction, script: (sql: string) => Promise<void>) => Promise<T>): Promise<T>;
  /** Calls back for each commit of any process; returns the unsubscribe function. */
  onCommit(listener: CommitListener): () => void;
  /** Only for a database server. */
  connections?(): Connections;
  dispose(): Promise<void>;
}

/** The database is unreachable. Not the caller's fault; a retry may succeed. */
export class DatabaseUnavailable extends Error {}

/** The first row, if any. */
export async function firstRow<Row extends SqlRow>(
  tx: Transaction,
  sql: string,
  parameters: readonly SqlValue[],
): Promise<Row | undefined> {
  const rows = await tx.all<Row>(sql, parameters);
  return rows[0];
}

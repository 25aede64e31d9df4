/** A parameter of a statement; a list goes with `= ANY(?)`. */
export type SqlValue = string | number | null | readonly string[];
export type SqlRow = Record<string, string | number | null>;

/** Columns as both databases know them: every value is text or a whole number. */
export interface TableShape {
  name: string;
  /** In this order in a backup, so a new one goes last. */
  columns: Readonly<Record<string, 'text' | 'bigint'>>;
  /** What a column holds in a row of a backup that is older than the column. */
  defaults?: Readonly<Record<string, string>>;
  key: readonly string[];
}

/**
 * Whom a transaction may see. `firm` binds it to one firm's rows (PostgreSQL enforces it by row-level security),
 * `identity` to what sign-in needs before the firm is known, `operator` to everything, for the commands a person runs.
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
  /** Returns how many rows were changed. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /**
   * Like `run`, where nobody needs to know how many. This, `insert` and `upsert` may be still on their way when they
   * resolve: statements run in order, and one that fails fails the transaction, at its commit at the latest.
   */
  write(sql: string, parameters?: readonly SqlValue[]): Promise<void>;
  /** Writes many rows at once; a key that exists is an error. */
  insert(table: TableShape, rows: readonly SqlRow[]): Promise<void>;
  /** Writes many rows at once; a key that exists is overwritten. No key may come twice. */
  upsert(table: TableShape, rows: readonly SqlRow[]): Promise<void>;
  /** A row's lock until the end of the transaction, to be put at the end of a SELECT. */
  lock: { forUpdate: string; forShare: string };
  /** Notifies every listening process after the commit; a notification may be lost. */
  notify(firmId: string, seq: number): Promise<void>;
}

/** Something was committed for a firm; `seq` is null when the connection was lost meanwhile and anything may have happened. */
export type CommitListener = (firmId: string | null, seq: number | null) => void;

/** How the connections to a database server stand. */
export interface Connections {
  /** Of the pool: all it has open, those nobody uses, and who waits for one. */
  clients: number;
  idle: number;
  waiting: number;
  /** Whether notifications of other processes’ commits arrive. */
  isListening: boolean;
  /** How often the connection that receives them was reopened. */
  listenReconnects: number;
}

/** One database, be it a file or a server. The only seam between the sync core and storage. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one transaction and commits, or rolls back when it throws. A `read` sees one state throughout.
   * Never call it inside itself.
   */
  transaction<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs a script of several statements and what `work` adds, in one transaction; for migrations. */
  migrate<T>(work: (tx: Transaction, script: (sql: string) => Promise<void>) => Promise<T>): Promise<T>;
  /** Calls for each commit of this and other processes; returns the function that stops it. */
  onCommit(listener: CommitListener): () => void;
  /** Only where there is a server to connect to. */
  connections?(): Connections;
  dispose(): Promise<void>;
}

/** The database is out of reach. The caller did nothing wrong; a later attempt may succeed. */
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

import type BetterSqlite3 from 'better-sqlite3';
import type { Connection } from '#app/store/database.ts';
import { type Connections, type OpenData, openData } from './connections.ts';
import { ProcessDied } from './process-died.ts';

const CHANGE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

/** What a mutant may do to the statements of a desk; the product's code stays as it is. */
export interface StatementTamper {
  sql?(sql: string): string;
  /** The parameters a statement is run with. */
  parameters?(sql: string, parameters: unknown): unknown;
  /** The rows a statement returns. */
  rows?(sql: string, rows: unknown[], parameters: unknown): unknown[];
}

export interface Disk {
  /** Reads the data as it lies there, for whoever checks it. */
  rows<Row>(sql: string, parameters?: readonly (string | number)[]): Row[];
  /** The data as a process sees it, until it dies or closes it. */
  mount(process: { isAlive: boolean }): Connection;
  /** Kills the process at a commit to come: just before it takes hold, or just after. */
  crashAtCommit(commitsFromNow: number, when: 'before' | 'after', die: () => void): void;
  /** Undoes what was committed without waiting for the disk. */
  losePower(): void;
  /** Until `false`, nothing more can be written. */
  setFull(isFull: boolean): void;
  commits(): number;
  /** How often the data went back to an earlier state: a power cut, or a backup put in its place. */
  rewinds(): number;
  /** The data as a backup of it holds them. */
  bytes(): Buffer;
  /** Puts a backup in the place of the data while no process runs. */
  replace(backup: Buffer): void;
  /** Puts an empty, migrated database in the place of the data while no process runs. */
  renew(): void;
  /** Moves the write-ahead log into the data: it holds what is committed from now on. False within a transaction. */
  checkpoint(): boolean;
  /** Undoes what was committed since the last `checkpoint`; false where there was none. */
  loseLog(): boolean;
  /** Ids of changes whose queue rows were written since this was asked last. */
  takeWrittenChanges(): string[];
  copy(): Disk;
  dispose(): void;
}

export interface DiskOptions {
  connections: Connections;
  /** What lies on it; without them, what the template of `connections` holds. */
  bytes?: Buffer;
  /** Its database may be damaged. */
  isFragile?: boolean;
  /** Keeps what is needed to take commits back that nobody waited for. */
  canLosePower: boolean;
  tamper?: StatementTamper | undefined;
}

/** A computer's disk with one database on it, which outlives the processes that use it. */
export function createDisk({ connections, bytes, isFragile = false, canLosePower, tamper }: DiskOptions): Disk {
  const empty = (): OpenData => (isFragile ? connections.takeFresh() : connections.take());
  let data: OpenData = bytes ? openData(bytes) : empty();
  let { connection } = data;
  let commits = 0;
  let rewinds = 0;
  let writtenChanges = new Set<string>();
  let crash: { atCommit: number; when: 'before' | 'after'; die: () => void } | null = null;
  let isFull = false;
  let isDurable = true;
  let durableBytes: Buffer | null = null;
  /** Without what lies in the log. */
  let checkpointed: Buffer | null = null;

  const prepared = (sql: string): BetterSqlite3.Statement => data.prepared(tamper?.sql?.(sql) ?? sql);

  function run(sql: string, parameters: unknown): BetterSqlite3.RunResult {
    if (sql === 'BEGIN IMMEDIATE' && canLosePower && !isDurable) durableBytes ??= connection.serialize();
    if (isFull && /^(INSERT|UPDATE|DELETE)/.test(sql)) throw fullDisk();
    if (sql.includes('sync_queue')) noteChanges(parameters);
    if (sql !== 'COMMIT') return prepared(sql).run(parameters);
    const isHere = crash !== null && commits + 1 >= crash.atCommit;
    if (isHere && crash?.when === 'before') strike();
    const result = prepared(sql).run(parameters);
    commits += 1;
    if (isDurable) durableBytes = null;
    if (isHere) strike();
    return result;
  }

  function noteChanges(parameters: unknown): void {
    for (const value of Array.isArray(parameters) ? parameters : [])
      if (typeof value === 'string' && CHANGE_ID.test(value)) writtenChanges.add(value);
  }

  function reopen(bytes: Buffer | null): void {
    connections.giveBack(data);
    data = bytes ? openData(bytes) : empty();
    connection = data.connection;
    durableBytes = null;
    checkpointed = null;
    rewinds += 1;
  }

  function strike(): never {
    const { die } = crash ?? { die: () => undefined };
    crash = null;
    // What was not committed goes with the process.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    die();
    throw new ProcessDied();
  }

  function statementFor(sql: string, check: () => void): BetterSqlite3.Statement {
    const real = prepared(sql);
    const given = (parameters: unknown): unknown => tamper?.parameters?.(sql, parameters) ?? parameters;
    const seen = (rows: unknown[], parameters: unknown): unknown[] => tamper?.rows?.(sql, rows, parameters) ?? rows;
    return new Proxy(real, {
      get(target, property) {
        check();
        const whileAlive =
          (perform: (parameters: unknown) => unknown) =>
          (parameters: unknown = []): unknown => {
            check();
            return perform(parameters);
          };
        const all = (parameters: unknown) => seen(prepared(sql).all(given(parameters)), parameters);
        if (property === 'run') return whileAlive((parameters) => run(sql, given(parameters)));
        if (property === 'all') return whileAlive(all);
        if (property === 'get') return whileAlive((parameters) => all(parameters)[0]);
        return Reflect.get(target, property, target);
      },
    });
  }

  function pragma(source: string, options?: BetterSqlite3.PragmaOptions): unknown {
    if (!source.startsWith('synchronous')) return connection.pragma(source, options);
    isDurable = source.includes('FULL');
    return undefined;
  }

  return {
    rows: <Row>(sql: string, parameters: readonly (string | number)[] = []) =>
      data.prepared(sql).all(...parameters) as Row[],
    mount(process) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      crash = null;
      isDurable = true;
      let isClosed = false;
      const check = (): void => {
        if (!process.isAlive) throw new ProcessDied();
        if (isClosed) throw new TypeError('The database connection is not open');
      };
      return new Proxy(connection, {
        get(target, property) {
          if (property === 'close') {
            return () => {
              isClosed = true;
            };
          }
          if (property === 'inTransaction') return process.isAlive && connection.inTransaction;
          check();
          if (property === 'prepare') return (sql: string) => statementFor(sql, check);
          if (property === 'pragma') return pragma;
          if (property === 'exec') return (sql: string) => connection.exec(tamper?.sql?.(sql) ?? sql);
          const value: unknown = Reflect.get(target, property, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    crashAtCommit(commitsFromNow, when, die) {
      crash = { atCommit: commits + commitsFromNow, when, die };
    },
    losePower() {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      if (durableBytes !== null) reopen(durableBytes);
    },
    setFull(full) {
      isFull = full;
    },
    commits: () => commits,
    rewinds: () => rewinds,
    bytes: () => connection.serialize(),
    replace: reopen,
    renew: () => reopen(null),
    checkpoint() {
      if (connection.inTransaction) return false;
      checkpointed = connection.serialize();
      return true;
    },
    loseLog() {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      if (checkpointed === null) return false;
      reopen(checkpointed);
      return true;
    },
    takeWrittenChanges() {
      const taken = [...writtenChanges];
      writtenChanges = new Set();
      return taken;
    },
    copy: () => createDisk({ connections, bytes: connection.serialize(), isFragile, canLosePower, tamper }),
    dispose: () => connections.giveBack(data),
  };
}

function fullDisk(): Error {
  return Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
}

import BetterSqlite3 from 'better-sqlite3';
import type { Connection } from '#app/store/database.ts';
import { ProcessDied } from './process-died.ts';

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
  /** Takes back what was committed without waiting for the disk. */
  losePower(): void;
  /** Until `false`, nothing more can be written. */
  setFull(isFull: boolean): void;
  commits(): number;
  /** How often commits were taken back. */
  powerLosses(): number;
  copy(): Disk;
  dispose(): void;
}

export interface DiskOptions {
  bytes: Buffer;
  /** Keeps what is needed to take commits back that nobody waited for. */
  canLosePower: boolean;
  tamper?: StatementTamper | undefined;
}

/** A computer's disk with one database on it, which outlives the processes that use it. */
export function createDisk({ bytes, canLosePower, tamper }: DiskOptions): Disk {
  let connection = open(bytes);
  let statements = new Map<string, BetterSqlite3.Statement>();
  let readings = new Map<string, BetterSqlite3.Statement>();
  let commits = 0;
  let powerLosses = 0;
  let crash: { atCommit: number; when: 'before' | 'after'; die: () => void } | null = null;
  let isFull = false;
  let isDurable = true;
  let durableBytes: Buffer | null = null;

  function prepared(sql: string): BetterSqlite3.Statement {
    const known = statements.get(sql);
    if (known) return known;
    const statement = connection.prepare(tamper?.sql?.(sql) ?? sql);
    statements.set(sql, statement);
    return statement;
  }

  function reading(sql: string): BetterSqlite3.Statement {
    const known = readings.get(sql);
    if (known) return known;
    const statement = connection.prepare(sql);
    readings.set(sql, statement);
    return statement;
  }

  function run(sql: string, parameters: unknown): BetterSqlite3.RunResult {
    if (sql === 'BEGIN IMMEDIATE' && canLosePower && !isDurable) durableBytes ??= connection.serialize();
    if (isFull && /^(INSERT|UPDATE|DELETE)/.test(sql)) throw fullDisk();
    if (sql !== 'COMMIT') return prepared(sql).run(parameters);
    const isHere = crash !== null && commits + 1 >= crash.atCommit;
    if (isHere && crash?.when === 'before') strike();
    const result = prepared(sql).run(parameters);
    commits += 1;
    if (isDurable) durableBytes = null;
    if (isHere) strike();
    return result;
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
          (parameters: unknown): unknown => {
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
    if (source.startsWith('synchronous')) isDurable = source.includes('FULL');
    return connection.pragma(source, options);
  }

  return {
    rows: <Row>(sql: string, parameters: readonly (string | number)[] = []) => reading(sql).all(...parameters) as Row[],
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
      if (durableBytes === null) return;
      connection.close();
      connection = open(durableBytes);
      durableBytes = null;
      powerLosses += 1;
      statements = new Map();
      readings = new Map();
    },
    setFull(full) {
      isFull = full;
    },
    commits: () => commits,
    powerLosses: () => powerLosses,
    copy: () => createDisk({ bytes: connection.serialize(), canLosePower, tamper }),
    dispose: () => void connection.close(),
  };
}

function open(bytes: Buffer): Connection {
  const connection = new BetterSqlite3(bytes);
  connection.pragma('foreign_keys = ON');
  return connection;
}

function fullDisk(): Error {
  return Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
}

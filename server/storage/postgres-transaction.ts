import type pg from 'pg';
import type { Notice } from './commit-notices.ts';
import type { SqlRow, SqlValue, TableShape, Transaction } from './database.ts';

/** Maximum statements in flight; a restore writes a whole backup in one transaction. */
const MAX_ON_THE_WAY = 16;

/** A transaction in pipeline mode: statements whose result is not needed are not awaited. */
export interface PostgresTransaction {
  tx: Transaction;
  /** Commits, and resolves with the notifications to send. @throws if any statement failed; nothing is kept then */
  commit(): Promise<Notice[]>;
  /** @returns the original failure, if a statement that was not awaited failed */
  rollBack(): Promise<unknown>;
}

/** Sends BEGIN without waiting; a failure appears with the first result. */
export function beginTransaction(client: pg.ClientBase, begin: string, prepare: Prepare): PostgresTransaction {
  const notices: Notice[] = [];
  let onTheWay: Promise<unknown>[] = [];
  let failure: unknown;

  async function send(query: pg.QueryConfig): Promise<void> {
    const sent = client.query(query);
    sent.catch((error: unknown) => {
      failure ??= error;
    });
    onTheWay.push(sent);
    if (onTheWay.length < MAX_ON_THE_WAY) return;
    await Promise.all(onTheWay);
    onTheWay = [];
  }

  const statement = (sql: string, values: readonly SqlValue[]) => ({ ...prepare(sql), values: [...values] });

  async function sendRows(sql: string, table: TableShape, rows: readonly SqlRow[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(table.columns);
    await send({ ...prepare(sql), values: columns.map((column) => rows.map((row) => row[column] ?? null)) });
  }

  void send({ text: begin });
  return {
    tx: {
      lock: { forUpdate: ' FOR NO KEY UPDATE', forShare: ' FOR SHARE' },
      all: async <Row extends SqlRow>(sql: string, parameters: readonly SqlValue[] = []) =>
        (await client.query<Row>(statement(sql, parameters))).rows,
      run: async (sql, parameters = []) => (await client.query(statement(sql, parameters))).rowCount ?? 0,
      write: (sql, parameters = []) => send(statement(sql, parameters)),
      insert: (table, rows) => sendRows(insertSql(table), table, rows),
      upsert: (table, rows) => sendRows(upsertSql(table), table, rows),
      notify: async (firmId, seq) => {
        notices.push({ firmId, seq });
      },
    },
    async commit() {
      const [{ command }] = await Promise.all([client.query('COMMIT'), ...onTheWay]);
      // After a failed statement PostgreSQL answers COMMIT with ROLLBACK, without an error.
      if (command !== 'COMMIT') throw new Error(`PostgreSQL answered COMMIT with ${command}.`);
      return notices;
    },
    async rollBack() {
      await client.query('ROLLBACK');
      return failure;
    },
  };
}

/** A statement with `$n` for `?`, named so that each connection prepares it once. */
export type Prepare = (sql: string) => { name: string; text: string };

export function createStatementNames(): Prepare {
  const known = new Map<string, { name: string; text: string }>();
  return (sql) => {
    const found = known.get(sql);
    if (found) return found;
    let count = 0;
    const statement = { name: `ferry_${known.size}`, text: sql.replaceAll('?', () => `$${++count}`) };
    known.set(sql, statement);
    return statement;
  };
}

function insertSql({ name, columns }: TableShape): string {
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  return `INSERT INTO ${name} (${names.join(', ')}) SELECT * FROM unnest(${lists.join(', ')})`;
}

function upsertSql(table: TableShape): string {
  const updates = Object.keys(table.columns)
    .filter((column) => !table.key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return `${insertSql(table)} ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`;
}

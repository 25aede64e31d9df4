import pg from 'pg';
import type { Log } from '#app/contract/ports.ts';
import { createCommitListener } from './commit-listener.ts';
import type { CommitListener, Database, Scope, SqlRow, SqlValue, TableShape, Transaction } from './database.ts';

export interface PostgresOptions {
  url: string;
  log: Log;
  poolSize?: number;
  /** A statement that runs longer is ended: a lock held by something that hangs must not hold up everybody. */
  statementTimeoutMs?: number;
}

const CHANNEL = 'ferry_commits';
const MAX_ATTEMPTS = 4;
/** Serialization failure, deadlock: the transaction is sound and only has to run again. */
const TRANSIENT = new Set(['40001', '40P01']);
/** Any fixed number: two servers that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_301_958;

/** Storage on a PostgreSQL that several server processes share. */
export function createPostgresDatabase({
  url,
  log,
  poolSize = 10,
  statementTimeoutMs = 30_000,
}: PostgresOptions): Database {
  const config = { connectionString: url, types: wholeNumbers, application_name: 'ferry-server' };
  const pool = new pg.Pool({
    ...config,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  });
  // Without a listener an idle connection that breaks would end the process; the pool replaces it by itself.
  pool.on('error', (error) => log.warn('postgres.connectionLost', { reason: error.message }));
  const prepare = createStatementNames();
  const commits = createCommitListener({ connect: () => new pg.Client(config), channel: CHANNEL, log });

  type Begin = (client: pg.PoolClient) => string;
  type Work<T> = (tx: Transaction, client: pg.PoolClient) => Promise<T>;

  async function runOnce<T>(begin: Begin, work: Work<T>): Promise<T> {
    const client = await pool.connect();
    let isBroken = false;
    try {
      await client.query(begin(client));
      const result = await work(createTransaction(client, prepare), client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        isBroken = true;
      });
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  async function run<T>(begin: Begin, work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(begin, work);
      } catch (error) {
        const code = error instanceof pg.DatabaseError ? error.code : undefined;
        if (code === undefined || !TRANSIENT.has(code) || attempt >= MAX_ATTEMPTS) throw error;
        log.debug('postgres.retried', { code, attempt });
      }
    }
  }

  return {
    dialect: 'postgres',
    transaction: (scope, work) => run((client) => beginSql(client, scope), work),
    migrate: (work) =>
      run(
        () => `BEGIN; SELECT set_config('ferry.scope', 'operator', true), pg_advisory_xact_lock(${MIGRATION_LOCK})`,
        (tx, client) =>
          work(tx, async (sql) => {
            await client.query(sql);
          }),
      ),
    onCommit: (listener: CommitListener) => commits.subscribe(listener),
    async dispose() {
      await commits.dispose();
      await pool.end();
    },
  };
}

/**
 * The scope goes into settings of the transaction, which row-level security reads. A `read` keeps one snapshot; a
 * `write` reads what is committed when it has the firm's lock.
 */
function beginSql(client: pg.PoolClient, scope: Scope): string {
  const mode = scope.mode === 'read' ? 'ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'ISOLATION LEVEL READ COMMITTED';
  const firm = client.escapeLiteral(scope.kind === 'firm' ? scope.firmId : '');
  const kind = client.escapeLiteral(scope.kind);
  return `BEGIN ${mode}; SELECT set_config('ferry.firm', ${firm}, true), set_config('ferry.scope', ${kind}, true)`;
}

function createTransaction(client: pg.PoolClient, prepare: Prepare): Transaction {
  async function query(sql: string, values: readonly SqlValue[]) {
    const { name, text } = prepare(sql);
    return client.query<SqlRow>({ name, text, values: [...values] });
  }
  async function writeRows(sql: string, table: TableShape, rows: readonly SqlRow[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(table.columns);
    const values = columns.map((column) => rows.map((row) => row[column] ?? null));
    await client.query({ ...prepare(sql), values });
  }
  return {
    lock: { forUpdate: ' FOR UPDATE', forShare: ' FOR SHARE' },
    all: async <Row extends SqlRow>(sql: string, parameters: readonly SqlValue[] = []) =>
      (await query(sql, parameters)).rows as Row[],
    run: async (sql, parameters = []) => (await query(sql, parameters)).rowCount ?? 0,
    insert: (table, rows) => writeRows(insertSql(table), table, rows),
    upsert: (table, rows) => writeRows(upsertSql(table), table, rows),
    notify: async (firmId, seq) => {
      await query('SELECT pg_notify(?, ?)', [CHANNEL, `${seq}:${firmId}`]);
    },
  };
}

/** A statement with `$n` for `?`, under a name by which each connection prepares it once. */
type Prepare = (sql: string) => { name: string; text: string };

function createStatementNames(): Prepare {
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

const BIGINT = 20;
/** Sequences and times are whole numbers far below 2^53; the driver would hand them out as text. */
const wholeNumbers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format),
};

import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '#app/contract/ports.ts';
import { createCommitListener } from './commit-listener.ts';
import { createCommitNotices } from './commit-notices.ts';
import type { CommitListener, Database, Scope, Transaction } from './database.ts';
import { createFirmQueue } from './firm-queue.ts';
import { asOutage } from './postgres-outage.ts';
import { beginTransaction, createStatementNames } from './postgres-transaction.ts';

export interface PostgresOptions {
  url: string;
  log: Log;
  poolSize?: number;
  /** Ends longer statements: a lock held by a hanging process must not block everybody. */
  statementTimeoutMs?: number;
  /** How long to wait for a new or free connection. */
  connectTimeoutMs?: number;
}

const CHANNEL = 'ferry_commits';
/** A firm's writers wait for its lock anyway: one works, the next has started, and the others hold no connection. */
const CONNECTIONS_A_FIRM = 2;
const MAX_ATTEMPTS = 4;
/** Serialization failure, deadlock or lock timeout: the transaction only has to run again. */
const NO_LOCK = '55P03';
const TRANSIENT = new Set(['40001', '40P01', NO_LOCK]);
/** An arbitrary constant: servers that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_301_958;
/** While one waits for a table lock, all later requests queue behind it, so a migration gives up soon and retries. */
const LOCK_PATIENCE_MS = 2_000;
const LOCK_PAUSE_MS = 500;
const MIGRATION_ATTEMPTS = 30;
/** The limits are for rounds; a restore or a new index may take longer. */
const UNHURRIED = `set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`;

/** Storage on a PostgreSQL server shared by several processes. */
export function createPostgresDatabase({
  url,
  log,
  poolSize = 10,
  statementTimeoutMs = 30_000,
  connectTimeoutMs = 10_000,
}: PostgresOptions): Database {
  const config = { connectionString: url, types: wholeNumbers, application_name: 'ferry-server' };
  const pool = new pg.Pool({
    ...config,
    pipeline: true,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  });
  // Without a listener an error on an idle connection would end the process; the pool replaces the connection.
  pool.on('error', (error) => log.warn('postgres.connectionLost', { reason: error.message }));
  const prepare = createStatementNames();
  const commits = createCommitListener({ connect: () => new pg.Client(config), channel: CHANNEL, log });
  const firms = createFirmQueue(CONNECTIONS_A_FIRM);
  // After the commit only: PostgreSQL serialises commits that contain notifications, across firms.
  const notices = createCommitNotices(async (commits) => {
    const payloads = commits.map(({ firmId, seq }) => `${seq}:${firmId}`);
    await pool.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANNEL, payloads]);
  }, log);

  type Begin = (client: pg.PoolClient) => string;
  type Work<T> = (tx: Transaction, client: pg.PoolClient) => Promise<T>;

  async function runOnce<T>(begin: Begin, work: Work<T>): Promise<T> {
    const client = await pool.connect();
    let isBroken = false;
    // The pool listens on idle connections only; an error on this one would end the process.
    const noteEnd = () => {
      isBroken = true;
    };
    client.on('error', noteEnd);
    const { tx, commit, rollBack } = beginTransaction(client, begin(client), prepare);
    try {
      const result = await work(tx, client);
      notices.announce(await commit());
      return result;
    } catch (error) {
      const cause = await rollBack().catch(noteEnd);
      throw cause ?? error;
    } finally {
      client.off('error', noteEnd);
      client.release(isBroken);
    }
  }

  async function run<T>(begin: Begin, work: Work<T>, maxAttempts = MAX_ATTEMPTS): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(begin, work);
      } catch (error) {
        const code = error instanceof pg.DatabaseError ? error.code : undefined;
        if (code === undefined || !TRANSIENT.has(code) || attempt >= maxAttempts) throw asOutage(error);
        log.debug('postgres.retried', { code, attempt });
        if (code === NO_LOCK) await pause(LOCK_PAUSE_MS);
      }
    }
  }

  return {
    dialect: 'postgres',
    transaction(scope, work) {
      const transact = () => run((client) => beginSql(client, scope), work);
      return scope.kind === 'firm' ? firms.run(scope.firmId, transact) : transact();
    },
    migrate: (work) =>
      run(
        () => `BEGIN; SELECT set_config('ferry.scope', 'operator', true), ${UNHURRIED}`,
        async (tx, client) => {
          await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
          await client.query(`SET LOCAL lock_timeout = ${LOCK_PATIENCE_MS}`);
          return work(tx, async (sql) => {
            await client.query(sql);
          });
        },
        MIGRATION_ATTEMPTS,
      ),
    onCommit: (listener: CommitListener) => commits.subscribe(listener),
    connections: () => ({
      clients: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      ...commits.state(),
    }),
    async dispose() {
      await commits.dispose();
      await notices.settled();
      await pool.end();
    },
  };
}

/**
 * Sets the scope as transaction settings for row-level security. A `read` keeps one snapshot; a `write` reads what is
 * committed when it gets the firm's lock.
 */
function beginSql(client: pg.PoolClient, scope: Scope): string {
  const mode = scope.mode === 'read' ? 'ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'ISOLATION LEVEL READ COMMITTED';
  const firm = client.escapeLiteral(scope.kind === 'firm' ? scope.firmId : '');
  const kind = client.escapeLiteral(scope.kind);
  const settings = `set_config('ferry.firm', ${firm}, true), set_config('ferry.scope', ${kind}, true)`;
  return `BEGIN ${mode}; SELECT ${scope.kind === 'operator' ? `${settings}, ${UNHURRIED}` : settings}`;
}

const BIGINT = 20;
/** Sequences and times are integers far below 2^53; the driver would return them as text. */
const wholeNumbers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format),
};

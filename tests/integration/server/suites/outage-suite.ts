import { describe, expect, it } from 'vitest';
import { toError } from '../../../../server/http/problem.ts';
import { type Database, DatabaseUnavailable } from '../../../../server/storage/database.ts';
import { createPostgresDatabase } from '../../../../server/storage/postgres.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import type { PostgresCluster } from '../support/postgres-cluster.ts';

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
    it('of the line, between two statements of a transaction, is told as one, and the next attempt goes well', async () => {
      await withStorage({}, async (storage, url) => {
        const broken = storage.transaction(identity, async (tx) => {
          await tx.all('SELECT 1 AS one');
          await cluster().dropConnections(url);
          // The driver tells of it while nothing is being asked.
          await new Promise((resolve) => setImmediate(resolve));
          await tx.all('SELECT 1 AS one');
        });
        expect(await codeOf(broken)).toBe('server.unavailable');
        expect(await storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      });
    });

    it('of the line, while a statement runs, is told as one', async () => {
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

    it('is what a statement that takes too long is', async () => {
      await withStorage({ statementTimeoutMs: 50 }, async (storage) => {
        const slow = storage.transaction(identity, (tx) => tx.all('SELECT pg_sleep(30)::text AS slept'));
        expect(await codeOf(slow)).toBe('server.unavailable');
      });
    });

    it('is a server that nobody is at', async () => {
      const storage = createPostgresDatabase({ url: 'postgres://ferry:ferry@127.0.0.1:1/ferry', log: quietLog });
      const asked = storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'));
      expect(await codeOf(asked)).toBe('server.unavailable');
      await storage.dispose();
    });

    it('is a pool in which no connection comes free', async () => {
      await withStorage({ poolSize: 1, connectTimeoutMs: 50 }, async (storage) => {
        await storage.transaction(identity, async () => {
          const second = storage.transaction(identity, (tx) => tx.all('SELECT 1 AS one'));
          await expect(second).rejects.toBeInstanceOf(DatabaseUnavailable);
        });
      });
    });
  });
}

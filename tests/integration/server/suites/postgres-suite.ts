import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ServerRecord } from '#app/contract/protocol.ts';
import type { Database, Scope, SqlValue, Transaction } from '../../../../server/storage/database.ts';
import { openStorage } from '../../../../server/storage/open.ts';
import { readRecords, saveRecords, sizeFeed } from '../../../../server/storage/records.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import type { PostgresCluster } from '../support/postgres-cluster.ts';

const CONNECTIONS = 10;
const inFirm = (firmId: string): Scope => ({ kind: 'firm', firmId, mode: 'write' });

/** What only PostgreSQL can get wrong. */
export function describePostgres(cluster: () => PostgresCluster, open: () => Database): void {
  describe('PostgreSQL', () => {
    it('reads single records by key and the feed by version, even in a firm it estimates as small', async () => {
      const fresh = await openStorage({ db: '', postgres: await cluster().createDatabase() }, quietLog);
      await fresh.transaction(inFirm('nordwind'), (tx) => saveRecords(tx, 'nordwind', someRecords(1000)));
      const records = await planOf(fresh, (tx) => readRecords(tx, 'nordwind', 'clients', ['a', 'b', 'c']));
      const feed = await planOf(fresh, (tx) => sizeFeed(tx, 'nordwind', 7, 500));
      await fresh.dispose();
      expect(records).toContain('records_pkey');
      expect(records).not.toContain('records_feed');
      expect(feed).toContain('records_feed');
    });

    it('serves others while one firm’s rounds wait for each other', async () => {
      const done = Promise.withResolvers<void>();
      const waiting = Array.from({ length: CONNECTIONS + 2 }, () =>
        open().transaction(inFirm('nordwind'), () => done.promise),
      );
      expect(await open().transaction(inFirm('südwind'), (tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      done.resolve();
      await Promise.all(waiting);
    });

    it('reports a transaction that commits nothing because a failed statement was overlooked', async () => {
      const overlooked = open().transaction(inFirm('nordwind'), async (tx) => {
        await tx.all('SELECT * FROM nowhere').catch(() => undefined);
      });
      await expect(overlooked).rejects.toThrow('ROLLBACK');
    });

    it('recovers after PostgreSQL closed a connection in the middle of a transaction', async () => {
      const url = await cluster().createDatabase();
      const fresh = await openStorage({ db: '', postgres: url }, quietLog);
      const broken = fresh.transaction(inFirm('nordwind'), async (tx) => {
        await tx.all('SELECT 1 AS one');
        await cluster().dropConnections(url);
        // The end is received while no statement is under way.
        await setImmediate();
        await setImmediate();
      });
      await expect(broken).rejects.toThrow();
      expect(await fresh.transaction(inFirm('nordwind'), (tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      await fresh.dispose();
    });
  });
}

function someRecords(count: number): ServerRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ table: 'clients', recordId: `client-${index}`, version: index + 1, deleted: false },
    ...{ data: {}, stamps: {}, by: '', at: 0 },
  }));
}

/** The plan PostgreSQL keeps for the one statement that `read` runs, made without any statistics. */
async function planOf(storage: Database, read: (tx: Transaction) => Promise<unknown>): Promise<string> {
  return storage.transaction(inFirm('nordwind'), async (tx) => {
    let plan = '';
    await read({
      ...tx,
      async all(sql, parameters = []) {
        await tx.write('SET LOCAL plan_cache_mode = force_generic_plan');
        await tx.write(`PREPARE planned AS ${sql}`);
        const lines = await tx.all<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE planned(${parameters.map(literal)})`);
        await tx.write('DEALLOCATE planned');
        plan = lines.map((line) => line['QUERY PLAN']).join('\n');
        return [];
      },
    });
    return plan;
  });
}

function literal(value: SqlValue): string {
  return `'${typeof value === 'object' && value !== null ? `{${value.join()}}` : value}'`;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertClient, remove, update } from '../../../../server/conformance/changes.ts';
import { backup } from '../../../../server/maintenance/backup.ts';
import { restore } from '../../../../server/maintenance/restore.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { openStorage } from '../../../../server/storage/open.ts';
import { createPostgresDatabase } from '../../../../server/storage/postgres.ts';
import { systemClock, systemIds } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import type { PostgresCluster } from '../support/postgres-cluster.ts';
import { readTable, readTableDigest } from '../support/read-table.ts';
import { memorySqlite, startService } from '../support/test-server.ts';

/** A firm moves from one storage to another in a backup, and its desks continue with the copy. */
export function describeMoving(cluster: () => PostgresCluster): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ferry-moving-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const postgres = async () => openStorage({ db: '', postgres: await cluster().createDatabase() }, quietLog);
  const storages: Record<string, () => Promise<Database>> = { SQLite: () => memorySqlite(), PostgreSQL: postgres };

  describe('a backup', () => {
    it.each([
      ['SQLite', 'PostgreSQL'],
      ['PostgreSQL', 'PostgreSQL'],
      ['PostgreSQL', 'SQLite'],
    ])(
      'of %s is restored into %s: the same records under a new epoch, and desks re-offer what it lacks',
      async (source, target) => {
        const [from, to] = [await storages[source]?.(), await storages[target]?.()];
        if (!from || !to) throw new Error('No such storage.');
        const file = path.join(folder, `${source}-to-${target}.gz`);
        const { service, session } = await startService(from);
        const device = await joinCore(service, session());
        for (let batch = 0; batch < 6; batch += 1) {
          await device.push(
            ...Array.from({ length: 100 }, () => insertClient(systemIds.next(), { notes: '“ü” \u2028 😀' })),
          );
        }
        const gone = await device.pushOne(insertClient(systemIds.next()));
        const made = await device.pushOne(remove('clients', gone.record?.recordId ?? '', gone.version ?? 0));
        const before = await device.round();
        await backup(from, file, systemClock);
        const [record] = await readTable(service, device.session, 'clients');
        const seen = { base: { name: record?.data.name ?? '' }, baseVersion: record?.version ?? 0 };
        const late = update('clients', record?.recordId ?? '', { name: 'After the backup' }, seen);
        const lateAck = await device.pushOne(late);
        await restore(from, file, { clock: systemClock, ids: systemIds, replace: true });

        await startService(to);
        await restore(to, file, { clock: systemClock, ids: systemIds, replace: true });
        const { service: moved } = await startService(to);
        expect(await readTable(moved, device.session, 'clients')).toEqual(
          await readTable(service, device.session, 'clients'),
        );
        const digest = await readTableDigest(moved, device.session, 'clients');
        device.goTo(moved);
        const answer = await device.round();
        expect(answer).toMatchObject({ reset: 'epoch', epochSeq: made.version });
        expect(answer.epoch).not.toBe(before.epoch);
        const offered = await device.push({ ...late, origin: lateAck.version ?? 0 });
        expect(offered[0]).toMatchObject({ outcome: 'applied', record: { data: { name: 'After the backup' } } });
        expect(digest).toBe(before.digest?.clients);
        await Promise.all([from.dispose(), to.dispose()]);
      },
    );

    it('is restored however long it takes: the statement timeout is for rounds', async () => {
      const storage = createPostgresDatabase({
        url: await cluster().createDatabase(),
        log: quietLog,
        statementTimeoutMs: 100,
      });
      const slow = storage.transaction({ kind: 'operator', mode: 'write' }, (tx) =>
        tx.all('SELECT pg_sleep(0.3)::text AS slept'),
      );
      expect(await slow).toHaveLength(1);
      await storage.dispose();
    });
  });

  describe('a migration', () => {
    it('yields on a table that is in use, so that later requests are served meanwhile', async () => {
      const url = await cluster().createDatabase();
      const [storage, other] = [0, 1].map(() => createPostgresDatabase({ url, log: quietLog }));
      if (!storage || !other) throw new Error('No storage.');
      const reading = { kind: 'operator', mode: 'read' } as const;
      await storage.migrate((_tx, script) => script('CREATE TABLE busy (id BIGINT)'));
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const longRead = storage.transaction(reading, async (tx) => {
        await tx.all('SELECT * FROM busy');
        await held;
      });
      let attempts = 0;
      const migrating = other.migrate(async (_tx, script) => {
        attempts += 1;
        await script('ALTER TABLE busy ADD COLUMN name TEXT');
      });
      await expect.poll(() => attempts, { timeout: 20_000 }).toBeGreaterThan(1);
      expect(await storage.transaction(reading, (tx) => tx.all('SELECT * FROM busy'))).toEqual([]);
      letGo();
      await Promise.all([longRead, migrating]);
      await Promise.all([storage.dispose(), other.dispose()]);
    });
  });
}

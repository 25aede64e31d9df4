import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoredConflict } from '#app/contract/queue.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import type { RecordData } from '#app/schema/index.ts';
import { aDesk } from '../../support/desk.ts';
import { aServerForEachTest, type SyncedDesk } from '../../support/desk-and-server.ts';
import { seedRecords } from '../../support/firm-server.ts';
import { alterRounds, createTamperingFetch } from '../../support/tampering.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { server, aSyncedDesk } = aServerForEachTest();

const countsOf = (desk: SyncedDesk) => desk.desk.status().regions.counts;

describe('a server restored from a backup', () => {
  it('receives what it had acknowledged and forgotten, once, with what others wrote', async () => {
    const desk = await aSyncedDesk();
    const other = await aSyncedDesk('ben');
    const backup = server().backUp();
    desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.save('clients', 'insert', 'c-2', { name: 'Ost' });
    await desk.syncWell();
    desk.save('engagements', 'insert', 'e-2', { title: 'Tax', clientId: 'c-2' });
    await other.syncWell();
    other.save('tasks', 'update', 't-1', { minutesSpent: 25, title: 'Call twice' });
    await other.syncWell();
    other.save('clients', 'update', 'c-1', { city: 'Kiel' });

    await server().putBack(backup);
    for (let round = 0; round < 4; round += 1) {
      await other.sync();
      await desk.sync();
    }
    await waitUntilSettled([desk, other]);
    for (const each of [desk, other]) {
      expect(each.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 25, title: 'Call twice' });
      expect(each.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
      expect(each.visible('engagements', 'e-2')).toMatchObject({ clientId: 'c-2' });
      expect(countsOf(each)).toMatchObject({ pending: 0, parked: 0 });
      each.expectFold();
    }
    expect(desk.shadows()).toEqual(other.shadows());
  });

  describe('does not apply what a conflict had refused', () => {
    /** Ana's change meets Ben's and is set aside; she settles for his. Then the server forgets both. */
    async function settledForTheirs(bens: RecordData, anas: RecordData | 'delete') {
      const ana = await aSyncedDesk('ana');
      const ben = await aSyncedDesk('ben');
      const backup = server().backUp();
      ben.save('tasks', 'update', 't-1', bens);
      await ben.syncWell();
      if (anas === 'delete') ana.save('tasks', 'delete', 't-1');
      else ana.save('tasks', 'update', 't-1', anas);
      await ana.syncWell();
      const [conflict] = await ana.operations.listConflicts({ isOpen: true });
      await ana.operations.resolveConflict(conflict?.conflictId ?? '', { choice: 'theirs' });
      await ana.syncWell();
      await ben.syncWell();
      await server().putBack(backup);
      return { ana, ben };
    }

    async function settleAgain(desks: SyncedDesk[]): Promise<void> {
      for (let round = 0; round < 3; round += 1) for (const desk of desks) await desk.sync();
      await waitUntilSettled(desks);
      for (const desk of desks) desk.expectFold();
    }

    it.each(['ana', 'ben'])('a deletion, if %s comes first', async (first) => {
      const { ana, ben } = await settledForTheirs({ notes: 'all of it' }, 'delete');
      await settleAgain(first === 'ana' ? [ana, ben] : [ben, ana]);
      for (const desk of [ana, ben]) {
        expect(desk.visible('tasks', 't-1')).toMatchObject({ notes: 'all of it' });
        expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
      }
    });

    it.each(['ana', 'ben'])('a value, if %s comes first', async (first) => {
      const { ana, ben } = await settledForTheirs({ dueDate: '2030-01-01' }, { dueDate: '2031-12-31' });
      await settleAgain(first === 'ana' ? [ana, ben] : [ben, ana]);
      for (const desk of [ana, ben]) {
        expect(desk.visible('tasks', 't-1')).toMatchObject({ dueDate: '2030-01-01' });
        expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
      }
    });

    it.each(['ana', 'ben'])('a part of a change, but asks again, if %s comes first', async (first) => {
      const { ana, ben } = await settledForTheirs(
        { dueDate: '2030-01-01' },
        { dueDate: '2031-12-31', title: 'Write', minutesSpent: 15 },
      );
      await settleAgain(first === 'ana' ? [ana, ben] : [ben, ana]);
      const open = [ana, ben].flatMap((desk) => desk.operations.listConflicts({ isOpen: true }) as StoredConflict[]);
      expect(open.map(({ fields }) => fields.map(({ mine, theirs }) => [mine, theirs].toSorted()))).toEqual([
        [['2030-01-01', '2031-12-31']],
      ]);
      for (const desk of [ana, ben])
        expect(desk.visible('tasks', 't-1')).toMatchObject({ title: 'Write', minutesSpent: 15 });
    });
  });

  it.each(['ana', 'ben'])('joins prose that two people had written at once, if %s comes first', async (first) => {
    const ana = await aSyncedDesk('ana');
    const ben = await aSyncedDesk('ben');
    ana.save('tasks', 'update', 't-1', { notes: 'top\nmiddle\nend' });
    await ana.syncWell();
    await ben.syncWell();
    const backup = server().backUp();
    ben.save('tasks', 'update', 't-1', { notes: 'top\nben\nmiddle\nend' });
    await ben.syncWell();
    ana.save('tasks', 'update', 't-1', { notes: 'top\nmiddle\nana\nend' });
    await ana.syncWell();
    await ben.syncWell();
    await server().putBack(backup);
    const desks = first === 'ana' ? [ana, ben] : [ben, ana];
    for (let round = 0; round < 3; round += 1) for (const desk of desks) await desk.sync();
    await waitUntilSettled(desks);
    for (const desk of desks) {
      expect(desk.visible('tasks', 't-1')).toMatchObject({ notes: 'top\nben\nmiddle\nana\nend' });
      expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    }
  });

  it('during a first fill restarts the fill', async () => {
    await server().write(seedRecords(700));
    let pages = 0;
    let onPage = async (_page: number): Promise<void> => undefined;
    const desk = await aDesk('ana', {
      server: server(),
      wrap: (transport) => ({
        ...transport,
        subscribe: () => () => undefined,
        async snapshot(query, options) {
          pages += 1;
          await onPage(pages);
          return transport.snapshot(query, options);
        },
      }),
    });
    onTestFinished(() => desk.dispose());
    const witness = await aSyncedDesk('ben');
    const backup = server().backUp();
    await server().write([{ table: 'clients', recordId: 'z-1', data: { name: 'After the backup' } }]);
    await witness.syncWell();
    onPage = async (page) => {
      if (page !== 5) return;
      await server().putBack(backup);
      // A desk that remembers more than the server shows that the data went back.
      await witness.sync();
    };
    await desk.syncWell();
    await witness.syncWell();
    expect(desk.visible('clients', 'z-1')).toBeUndefined();
    expect(desk.shadows()).toEqual(witness.shadows());
    desk.expectFold();
  });
});

/** Changes that wait for another desk's insert are offered again after a while; time is not waited for, but set aside. */
async function waitUntilSettled(desks: SyncedDesk[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const desk of desks) {
      desk.connection.prepare('UPDATE sync_queue SET next_attempt_at = NULL WHERE synced = 0').run();
      await desk.syncWell();
    }
  }
}

describe('a laptop that was cloned', () => {
  it('becomes a device of its own; both keep every edit, and none is applied twice', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'ferry.db');
    const original = await aSyncedDesk('ana', { file });
    original.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    const copy = path.join(folder, 'copy.db');
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    const clone = await aDesk('ana', { server: server(), file: copy, sessionOf: original });
    onTestFinished(() => clone.dispose());
    expect(clone.desk.deviceId()).toBe(original.desk.deviceId());

    await original.syncWell();
    await clone.syncWell();
    original.save('clients', 'update', 'c-1', { city: 'Kiel' });
    clone.save('clients', 'update', 'c-1', { phone: '1' });
    await original.sync();
    await clone.syncWell();
    await original.syncWell();
    await clone.syncWell();
    expect(clone.desk.deviceId()).not.toBe(original.desk.deviceId());
    for (const each of [original, clone]) {
      expect(each.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 15 });
      expect(each.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel', phone: '1' });
      each.expectFold();
    }
    expect(original.shadows()).toEqual(clone.shadows());
  });

  it('retries if the answer with its new session is lost', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'ferry.db');
    const original = await aSyncedDesk('ana', { file });
    const copy = path.join(folder, 'copy.db');
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    const network = createTamperingFetch();
    const clone = await aDesk('ana', { server: server(), file: copy, fetch: network.fetch, sessionOf: original });
    onTestFinished(() => clone.dispose());
    await original.syncWell();
    clone.save('clients', 'update', 'c-1', { phone: '1' });
    network.interfere(async ({ pathname }, pass) => {
      const response = await pass();
      if (pathname !== '/v1/session/rotate') return response;
      throw new TypeError('fetch failed');
    });
    expect((await clone.sync()).error?.code).toBe('network.failed');
    network.interfere(null);
    await clone.syncWell();
    await original.syncWell();
    expect(original.visible('clients', 'c-1')).toMatchObject({ phone: '1' });
  });
});

describe('a copy that differs from the server', () => {
  it('is detected by its digest and repaired only in the differing range, which the history records', async () => {
    await server().write(seedRecords(1_000));
    const file = path.join(temporaryFolder(), 'ferry.db');
    const before = await aDesk('ana', { server: server(), file });
    await before.syncWell();
    before.save('clients', 'update', 'c-000500', { city: 'Kiel' });
    // As if writes had been lost: an older version, a record that is gone, one that never was.
    before.connection.exec(`UPDATE cached_clients SET version = version - 1 WHERE id = 'c-000123'`);
    before.connection.exec(`DELETE FROM cached_clients WHERE id = 'c-000777'`);
    before.connection.exec(
      `INSERT INTO cached_clients (id, data, shadow, version, generation)
       SELECT 'ghost', data, shadow, 3, generation FROM cached_clients WHERE id = 'c-000001'`,
    );
    storeDigest(before.connection, 'clients');
    await before.dispose();

    const desk = await aSyncedDesk('ana', { file });
    const other = await aSyncedDesk('ben');
    expect(desk.shadows()).toEqual(other.shadows());
    expect(other.visible('clients', 'c-000500')).toMatchObject({ city: 'Kiel' });
    const history = await desk.operations.getHistory({ limit: 50 });
    expect(history.filter(({ reason }) => reason === 'repair')).toMatchObject([
      { pulledCount: 3, error: null, details: { table: 'clients', records: 3 } },
    ]);
    const pages = desk.network.calls.filter(({ pathname }) => pathname === '/v1/snapshot');
    expect(pages.length).toBeLessThanOrEqual(4);
    desk.expectFold();
  });

  it('repeatedly ends the run with an error instead of repairing forever', async () => {
    const desk = await aSyncedDesk();
    desk.network.interfere(alterRounds((answer) => ({ ...answer, digest: { clients: '0123456789abcdef' } })));
    expect((await desk.sync()).error).toMatchObject({ code: 'sync.badAnswer', action: 'wait' });
    desk.network.interfere(null);
    await desk.syncWell();
  });
});

/** Writes the digest that the rows of a table amount to. */
function storeDigest(connection: SyncedDesk['connection'], table: string): void {
  const sql = `SELECT id, version FROM cached_${table} WHERE shadow IS NOT NULL`;
  const rows = connection.prepare(sql).all() as { id: string; version: number }[];
  const digest = rows.reduce((sum, { id, version }) => addToDigest(sum, recordHash(id, version)), 0n);
  connection.prepare('UPDATE sync_digests SET digest = ? WHERE table_name = ?').run(digestHex(digest), table);
}

import path from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { aLoneDesk } from '../../support/lone-desk.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOUR_MS = 60 * 60_000;
const alone = { kind: 'alone', name: 'Ana', firm: 'Ana & Co.' } as const;

function aDeskUsedAlone(options: Parameters<typeof aLoneDesk>[0] = {}) {
  const lone = aLoneDesk(options);
  lone.desk.startAlone(alone, 'firm-here', 'ana-here');
  lone.desk.worksAlone();
  lone.desk.start();
  const { operations } = lone.desk;
  const client = async (id = 'c-1') => (await operations.getCachedEntity('clients', id))?.data;
  return { ...lone, operations, client };
}

test('a desk used alone asks no server, and says that everything is saved, never that it waits', async () => {
  const { desk, clock, calls, save, shows, operations } = aDeskUsedAlone();
  await save('insert', 'c-1', { name: 'Nordwind' });
  desk.wake('networkUp');
  desk.setOnline(true);
  desk.wake('resume');
  await clock.advance(HOUR_MS);
  expect(calls).toEqual([]);
  expect(shows()).toBe('alone');
  expect(desk.status().regions.counts).toEqual({ pending: 0, parked: 0, conflicts: 0 });
  expect(await operations.getCachedEntity('clients', 'c-1')).toMatchObject({
    badge: 'synced',
    data: { name: 'Nordwind' },
  });
});

test('a record edited all day is folded from one change; each edit stays in its history and can be undone', async () => {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const { clock, save, operations, client } = aDeskUsedAlone({ file });
  const made = await save('insert', 'c-1', { name: 'Nordwind', tags: ['a'] });
  const edits = [];
  for (let day = 1; day <= 60; day += 1) {
    edits.push(await save('update', 'c-1', { city: `Kiel ${day}`, tags: ['a', `${day}`], notes: `line ${day}` }));
    await clock.advance(5_000);
  }
  const reading = openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog });
  const counted = reading.prepare("SELECT count(*) AS n FROM sync_queue WHERE state = 'pending'").get();
  reading.close();
  expect(counted).toMatchObject({ n: expect.toSatisfy((n: number) => n <= 21) });
  expect(await client()).toMatchObject({ name: 'Nordwind', city: 'Kiel 60', tags: ['60', 'a'], notes: 'line 60' });

  const { entries } = await operations.getActivity('clients', 'c-1');
  expect(entries).toHaveLength(50);
  expect(entries[0]).toMatchObject({ personName: 'Ana', operation: 'update', fields: { city: { from: 'Kiel 59' } } });
  const older = await operations.getActivity('clients', 'c-1', entries.at(-1)?.seq);
  expect(older.next).toBeNull();
  expect(older.entries.at(-1)).toMatchObject({ operation: 'insert', changeId: made.changeId });

  await operations.undoChanges([String(edits.at(-1)?.changeId)]);
  expect(await client()).toMatchObject({ city: 'Kiel 59', tags: ['59', 'a'] });
  await operations.undoChanges([made.changeId]);
  expect(await operations.getCachedEntity('clients', 'c-1')).toMatchObject({ deleted: true });
});

test('an earlier state is restored from the history of this computer', async () => {
  const { save, operations, client } = aDeskUsedAlone();
  await save('insert', 'c-1', { name: 'Nordwind', city: 'Kiel' });
  await save('update', 'c-1', { city: 'Lübeck' });
  await save('update', 'c-1', { name: 'Südwind', city: 'Bremen' });
  await operations.restoreState('clients', 'c-1', 2);
  expect(await client()).toMatchObject({ name: 'Nordwind', city: 'Lübeck' });
  await save('delete', 'c-1');
  await operations.restoreState('clients', 'c-1', 1);
  expect(await client()).toMatchObject({ name: 'Nordwind', city: 'Kiel' });
});

test('an import is undone as one, also after its records were edited and folded', async () => {
  const { clock, save, operations, client } = aDeskUsedAlone();
  const insert = (recordId: string) =>
    ({ table: 'clients', operation: 'insert', recordId, data: { name: recordId } }) as const;
  const importId = '01970000-0000-7000-8000-00000000000a';
  await operations.queueImport([insert('c-1'), insert('c-2')], { importId, table: 'clients', name: 'list.csv' });
  for (let edit = 0; edit < 30; edit += 1) await save('update', 'c-1', { city: `Kiel ${edit}` });
  await clock.advance(5_000);
  expect(await client()).toMatchObject({ city: 'Kiel 29' });
  await operations.undoImport(importId);
  await clock.advance(5_000);
  expect(await operations.countRecords()).toMatchObject({ clients: 0 });
});

test('what a desk is used for survives its restart', async () => {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const first = aDeskUsedAlone({ file });
  await first.save('insert', 'c-1', { name: 'Nordwind' });
  await first.desk.dispose();
  const { desk } = aLoneDesk({ file });
  expect(desk.alone()).toEqual(alone);
  expect(desk.belongsTo()).toEqual({ server: '', firmId: 'firm-here', personId: 'ana-here' });
});

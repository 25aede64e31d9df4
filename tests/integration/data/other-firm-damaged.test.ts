import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { recordKey } from '#app/contract/record-key.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { setFirmAside } from '../../../main/data/set-firm-aside.ts';
import { empty, garbleHeader, garblePage, pagesOf } from '../../support/damage.ts';
import { aDataFolder, ana, saveClients, waiting } from '../../support/data-folder.ts';
import { aClient } from '../../support/records.ts';

const NAMES = ['left-1', 'brought-1'];

function joinOther(desk: Desk): Promise<unknown> {
  return desk.joinFirm({
    server: 'https://other.test',
    firmId: 'f-2',
    personId: 'p-9',
    people: new Map(),
    bringsWork: true,
    without: new Set([recordKey('clients', 'left-1')]),
  });
}

async function names({ operations }: Desk): Promise<unknown[]> {
  const changes = await operations.getPendingChanges({ limit: 500 });
  return changes.map(({ data }) => data.name);
}

/** A desk that went from one firm to another, with a backup, a file set aside and work left behind in the first one. */
async function aDeskThatJoined() {
  const data = aDataFolder();
  const first = await data.start();
  first.desk.claim(ana.server, ana.firm.id, ana.person.id);
  await saveClients(first.desk, NAMES);
  first.desk.operations.cacheEntity('clients', 'theirs', aClient({ name: 'theirs' }), 1);
  await data.backups().create();
  await data.stop();
  garbleHeader(data.database);
  const repaired = await data.start();
  expect(repaired.setAside.list()).toHaveLength(1);
  const aside = path.join(data.folder, 'other-firms');
  mkdirSync(aside);
  await repaired.desk.backUp(path.join(aside, 'ferry-1.db'));
  await joinOther(repaired.desk);
  data.signIn({ ...ana, firm: { id: 'f-2', name: 'Anew' }, person: { ...ana.person, id: 'p-9' } });
  return data;
}

function garbleTable(file: string, table: string): void {
  for (const page of pagesOf(file, table)) garblePage(file, page);
}

it.each<[string, (file: string) => void]>([
  ['sound', () => undefined],
  ['without a header', garbleHeader],
  ['without its outbox', (file) => garbleTable(file, 'sync_queue')],
  ['without its state', (file) => garbleTable(file, 'sync_state')],
  ['gone', (file) => rmSync(file)],
  ['empty', empty],
])('data that is %s after joining another firm holds nothing of the firm before', async (_what, damage) => {
  const data = await aDeskThatJoined();
  const { desk } = await data.start();
  expect(await names(desk)).toEqual(['brought-1']);
  await data.stop();
  damage(data.database);
  const again = await data.start();
  expect(again.desk.storeError()).toBeNull();
  expect(again.desk.belongsTo()).toMatchObject({ firmId: 'f-2' });
  expect(await names(again.desk)).toEqual(['brought-1']);
  expect(again.desk.operations.getCachedEntity('clients', 'left-1')).toBeNull();
  expect(again.desk.operations.getCachedEntity('clients', 'theirs')).toBeNull();
});

it('the old file of the firm before is not looked into for the next one, and it says why', async () => {
  const data = await aDeskThatJoined();
  const { setAside } = await data.start();
  await data.stop();
  const [file] = setAside.list();
  data.ask({ kind: 'lookInto', setAside: file?.path ?? '' });
  const { desk, reports } = await data.start();
  expect(reports.list()[0]).toMatchObject({ cause: 'failed', error: { code: 'data.otherFirm' } });
  expect(await names(desk)).toEqual(['brought-1']);
});

it('data that is damaged is not left for another firm: the copy of it would lack what is waiting', async () => {
  const data = aDataFolder();
  const { desk, check } = await data.start();
  desk.claim(ana.server, ana.firm.id, ana.person.id);
  const changeIds = await saveClients(desk, NAMES);
  desk.operations.cacheEntity('clients', 'theirs', aClient({ name: 'theirs' }), 1);
  await data.stop();
  garbleTable(data.database, 'sync_history');
  const again = await data.start();
  const aside = { dataFolder: data.folder, desk: again.desk, check, clock: data.clock };
  await expect(setFirmAside(aside)).rejects.toMatchObject({ error: { code: 'store.corrupt', action: 'repair' } });
  expect(readdirSync(path.join(data.folder, 'other-firms'))).toEqual([]);
  expect(again.desk.storeError()).toMatchObject({ code: 'store.corrupt' });
  await data.stop();
  data.ask({ kind: 'repair' });
  expect(await waiting((await data.start()).desk)).toEqual(changeIds);
});

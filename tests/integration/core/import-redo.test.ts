import { expect, it } from 'vitest';
import type { NewChange } from '#app/contract/operations.ts';
import { ferrySchema, withInitialValues } from '#app/schema/index.ts';
import { aServerForEachTest, type SyncedDesk } from '../../support/desk-and-server.ts';

const { aSyncedDesk } = aServerForEachTest();

/** More than any page of the window, the engine or the server takes at once. */
const ROWS = 5100;
const CHANGES_A_CALL = 250;
const clients = ferrySchema.entity('clients');

const idOf = (index: number) => `018f0000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** The same list whenever it is saved: new clients, and one line that changes a known one. */
function changesOf(): NewChange[] {
  const inserts = Array.from({ length: ROWS }, (_, index): NewChange => {
    const data = { name: `Imported ${index}`, city: 'Ulm' };
    return {
      table: 'clients',
      operation: 'insert',
      recordId: idOf(index),
      data: clients ? withInitialValues(clients, data) : data,
    };
  });
  return [...inserts, { table: 'clients', operation: 'update', recordId: 'c-1', data: { city: 'Kiel' } }];
}

/** As the window saves an import, and saves it again after it was undone. */
async function saveImport({ operations }: SyncedDesk, importId: string): Promise<void> {
  const changes = changesOf();
  for (let at = 0; at < changes.length; at += CHANGES_A_CALL)
    await operations.queueImport(changes.slice(at, at + CHANGES_A_CALL), { importId, table: 'clients', name: 'a.csv' });
}

const first = '018f0000-aaaa-7000-8000-000000000001';
const second = '018f0000-aaaa-7000-8000-000000000002';
const count = async ({ operations }: SyncedDesk) =>
  (await operations.listRecords('clients', { search: 'imported', filters: [], sort: null }, { limit: 1 })).total;

it.each([
  ['before anything of it was uploaded', async () => undefined],
  ['after it was uploaded', async (desk: SyncedDesk) => void (await desk.syncWell())],
])('an import of thousands of lines is undone and redone whole %s', { timeout: 300_000 }, async (_, between) => {
  const desk = await aSyncedDesk();
  await saveImport(desk, first);
  await between(desk);
  expect(await desk.operations.undoImport(first)).toEqual({ undone: ROWS + 1, kept: 0 });
  await between(desk);
  expect(await count(desk)).toBe(0);
  await saveImport(desk, second);
  await between(desk);
  expect(await count(desk)).toBe(ROWS);
  expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
  expect(await desk.operations.listImports()).toMatchObject([{ importId: second, size: ROWS + 1, left: ROWS + 1 }]);
  await desk.syncWell();
  desk.expectFold();
  expect(await desk.operations.getPendingChanges({ limit: 10, after: 0 })).toEqual([]);
  const other = await aSyncedDesk('ben');
  expect(await count(other)).toBe(ROWS);
  expect(other.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
  expect(other.shadows()).toEqual(desk.shadows());
});

import { expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { createStore } from '#app/store/store.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const waitingRows = ({ store }: Workbench) => store.state.get('searchWaiting').flatMap(({ rows }) => rows).length;

const found = ({ store }: Pick<Workbench, 'store'>, search: string) =>
  store.lists.page('clients', { filters: [], search, sort: null }, { limit: 1 }).total;

it('indexes single edits when somebody searches', () => {
  const desk = aWorkbench();
  desk.newClient('c-1', { name: 'Harbour Pharmacy' });
  desk.newClient('c-2', { name: 'Meyer' });
  expect(waitingRows(desk)).toBe(2);
  expect(found(desk, 'harbour')).toBe(1);
  expect(waitingRows(desk)).toBe(0);
});

it('finds an edited record by its new words alone, and a deleted one no more', () => {
  const desk = aWorkbench();
  desk.newClient('c-1', { name: 'Harbour Pharmacy' });
  desk.newClient('c-2', { name: 'Harbour Bakery' });
  expect(found(desk, 'harbour')).toBe(2);
  desk.edits.queueChange({ table: 'clients', operation: 'update', recordId: 'c-1', data: { name: 'Meyer' } });
  desk.edits.deleteWithDependants('clients', ['c-2']);
  expect([found(desk, 'harbour'), found(desk, 'meyer')]).toEqual([0, 1]);
  expect(desk.store.lists.search('meyer', 10).map(({ id }) => id)).toEqual(['c-1']);
});

it('indexes many rows with their transaction', () => {
  const desk = aWorkbench();
  for (let index = 0; index < 64; index += 1) desk.newClient(`c-${index}`, { name: `Client ${index}` });
  expect(waitingRows(desk)).toBe(0);
});

it('still knows after a crash what is not indexed', () => {
  const desk = aWorkbench();
  desk.newClient('c-1', { name: 'Harbour Pharmacy' });
  const { connection } = desk.store;
  const reopened = createStore({ connection, schema: ferrySchema, monotonicMs: () => 0, log: quietLog });
  expect(found({ store: reopened }, 'harbour')).toBe(1);
});

it('searches the rest while the disk takes nothing', () => {
  const desk = aWorkbench();
  desk.newClient('c-1', { name: 'Harbour Pharmacy' });
  expect(found(desk, 'harbour')).toBe(1);
  desk.newClient('c-2', { name: 'Harbour Bakery' });
  desk.store.connection.pragma('query_only = ON');
  expect(found(desk, 'harbour')).toBe(1);
});

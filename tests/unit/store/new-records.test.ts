import { describe, expect, it } from 'vitest';
import type { ServerRecord } from '#app/contract/protocol.ts';
import { ferrySchema, withInitialValues } from '#app/schema/index.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const clients = ferrySchema.entities[0] as (typeof ferrySchema.entities)[number];

function aRecord(recordId: string, name: string, version = 1): ServerRecord {
  const data = withInitialValues(clients, { name });
  const stamps = { '+': { version, device: 'd-other' } };
  return { table: 'clients', recordId, version, deleted: false, data, stamps, by: 'p-1', at: 5 };
}

const insert = (desk: Workbench, records: ServerRecord[]) =>
  desk.store.transaction(() => desk.store.cache.insertNew(records, () => false));
const indexAll = (desk: Workbench) => {
  while (desk.store.transaction(() => desk.store.searchIndex.indexSome()));
};
const found = (desk: Workbench, words: string) => desk.store.lists.search(words, 20).map(({ id }) => id);
const rows = (desk: Workbench) => desk.connection.prepare('SELECT * FROM cached_clients ORDER BY id').all();

describe('records of a first fill', () => {
  it('are stored as if each had arrived alone', () => {
    const records = [
      aRecord('c-1', 'Nordwind'),
      aRecord('c-2', 'Österreich'),
      { ...aRecord('c-3', 'Flaute'), deleted: true },
    ];
    const [atOnce, oneByOne] = [aWorkbench(), aWorkbench()];
    expect(insert(atOnce, records)).toBe(3);
    oneByOne.store.transaction(() => {
      for (const record of records) oneByOne.store.cache.moveShadow(record);
    });
    expect(rows(atOnce)).toEqual(rows(oneByOne));
    expect(atOnce.store.digests.current()).toEqual(oneByOne.store.digests.current());
    atOnce.expectFold();
  });

  it('take the general path if one exists already, if a change waits, and if a value cannot be read', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-2', { name: 'Nordwind' });
    expect(insert(desk, [aRecord('c-1', 'Westwind'), aRecord('c-3', 'Ostwind')])).toBe(0);
    const unreadable = { ...aRecord('c-4', 'Sturm'), data: { name: 7 } };
    expect(insert(desk, [aRecord('c-3', 'Flaute'), unreadable])).toBe(1);
    expect(insert(desk, [unreadable])).toBe(0);
    desk.save('clients', 'insert', 'c-9', { name: 'Made here' });
    expect(insert(desk, [aRecord('c-5', 'Sturm')])).toBe(0);
    expect(desk.store.lists.counts().clients).toBe(3);
  });
});

describe('search after a first fill', () => {
  it('finds edited records at once, and the rest once they are indexed; none twice', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-0', { name: 'Nordwind' });
    insert(desk, [aRecord('c-1', 'Nordwind'), aRecord('c-2', 'Westwind'), aRecord('c-3', 'Ostwind')]);
    expect(found(desk, 'nordwind')).toEqual(['c-0']);
    desk.save('clients', 'update', 'c-2', { name: 'Südwind' });
    desk.save('clients', 'delete', 'c-3', {});
    expect([found(desk, 'sudwind'), found(desk, 'westwind')]).toEqual([['c-2'], []]);
    indexAll(desk);
    expect(found(desk, 'nordwind').toSorted()).toEqual(['c-0', 'c-1']);
    expect([found(desk, 'sudwind'), found(desk, 'westwind'), found(desk, 'ostwind')]).toEqual([['c-2'], [], []]);
    desk.save('clients', 'update', 'c-1', { name: 'Flaute' });
    expect([found(desk, 'nordwind'), found(desk, 'flaute')]).toEqual([['c-0'], ['c-1']]);
    desk.connection
      .prepare("INSERT INTO cached_clients_search (cached_clients_search) VALUES ('integrity-check')")
      .run();
  });

  it('resumes indexing after a restart, and reports when it is complete', () => {
    const desk = aWorkbench();
    const records = Array.from({ length: 250 }, (_, index) =>
      aRecord(`c-${String(index).padStart(4, '0')}`, 'Nordwind'),
    );
    insert(desk, records);
    const total = () =>
      desk.store.lists.page('clients', { filters: [], search: 'nordwind', sort: null }, { limit: 1 }).total;
    expect([desk.store.searchIndex.isComplete(), total()]).toEqual([false, 0]);
    desk.store.transaction(() => desk.store.searchIndex.indexSome());
    expect(total()).toBe(100);
    expect(() =>
      desk.store.transaction(() => {
        desk.store.searchIndex.indexSome();
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect(total()).toBe(100);
    const emitted: unknown[] = [];
    desk.store.onRecords((changes) => emitted.push(...changes));
    indexAll(desk);
    expect([desk.store.searchIndex.isComplete(), total()]).toEqual([true, 250]);
    expect(emitted).toEqual([{ table: 'clients', ids: null }]);
  });
});

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const everything = { filters: [], search: '', sort: null };

function storedShadow(desk: Workbench, id: string): Record<string, unknown> | null {
  const row = desk.connection.prepare('SELECT shadow FROM cached_clients WHERE id = ?').get(id) as {
    shadow: string | null;
  };
  return row.shadow === null ? null : (JSON.parse(row.shadow) as Record<string, unknown>);
}

const found = (desk: Workbench, words: string) => desk.store.lists.search(words, 20).map(({ id }) => id);

describe('a record in the server’s state', () => {
  it('is stored once; the shadow is stored beside an edit until it is acknowledged', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', city: 'Bergen' });
    expect(storedShadow(desk, 'c-1')).not.toHaveProperty('data');
    const edit = desk.save('clients', 'update', 'c-1', { city: 'Oslo' });
    expect(storedShadow(desk, 'c-1')).toMatchObject({ data: { city: 'Bergen' }, deleted: false });
    expect(desk.store.cache.row('clients', 'c-1')?.shadow?.data.city).toBe('Bergen');
    desk.expectFold();
    const row = desk.store.queue.find(edit.changeId);
    if (row) desk.accepts(row);
    expect(storedShadow(desk, 'c-1')).not.toHaveProperty('data');
    expect(desk.store.cache.row('clients', 'c-1')?.shadow?.data.city).toBe('Oslo');
    desk.expectFold();
  });

  it('keeps the server’s value that this version cannot read', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 7 });
    expect(storedShadow(desk, 'c-1')).toMatchObject({ data: { name: 7 } });
    expect(desk.store.cache.row('clients', 'c-1')?.data.name).not.toBe(7);
  });
});

describe('search follows the visible rows', () => {
  it('after edits, deletion and restoration, also for rows that replace others', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    desk.store.transaction(() => {
      desk.save('clients', 'update', 'c-1', { name: 'Westwind' });
      desk.save('clients', 'insert', 'c-2', { name: 'Nordwind' });
    });
    expect([found(desk, 'nordwind'), found(desk, 'westwind')]).toEqual([['c-2'], ['c-1']]);
    desk.save('clients', 'delete', 'c-1', {});
    expect(found(desk, 'westwind')).toEqual([]);
    desk.save('clients', 'insert', 'c-1', { name: 'Ostwind' });
    expect(found(desk, 'ostwind')).toEqual(['c-1']);
    // The last row goes, and another takes its number in the same transaction.
    desk.store.transaction(() => {
      desk.arrives('clients', 'c-3', { name: 'Flaute' });
      desk.store.cache.dropShadow('clients', 'c-3');
      desk.arrives('clients', 'c-4', { name: 'Sturm' });
    });
    expect([found(desk, 'flaute'), found(desk, 'sturm')]).toEqual([[], ['c-4']]);
  });

  it('not after a rollback', () => {
    const desk = aWorkbench();
    const fails = () =>
      desk.store.transaction(() => {
        desk.save('clients', 'insert', 'c-1', { name: 'Nordwind' });
        throw new Error('no');
      });
    expect(fails).toThrow('no');
    desk.save('clients', 'insert', 'c-2', { name: 'Westwind' });
    expect([found(desk, 'nordwind'), found(desk, 'westwind')]).toEqual([[], ['c-2']]);
  });
});

describe('a file of the previous version', () => {
  function aFileOfVersionFour(): string {
    const file = path.join(temporaryFolder(), 'ferry.db');
    const migrations = readMigrations(clientMigrations).slice(0, 4);
    const connection = openConnection({ file, migrations, log: quietLog });
    const put = connection.prepare('INSERT INTO cached_clients (id, data, shadow, version) VALUES (?, ?, ?, 1)');
    const facts = { deleted: false, stamps: {}, by: 'p-1', at: 5 };
    const ours = { name: 'Nordwind', city: 'Zürich' };
    put.run('c-1', JSON.stringify(ours), JSON.stringify({ data: ours, ...facts }));
    put.run('c-2', JSON.stringify({ name: 'Ostwind' }), JSON.stringify({ data: { name: 'Westwind' }, ...facts }));
    connection.exec('CREATE INDEX cached_clients_sorted_by_email_key ON cached_clients (email_key, id)');
    connection.close();
    return file;
  }

  it('keeps all data from the server, and is searched as before', () => {
    const desk = aWorkbench('ana', { file: aFileOfVersionFour() });
    expect(storedShadow(desk, 'c-1')).toEqual({ stamps: {}, by: 'p-1', at: 5 });
    expect(desk.store.cache.row('clients', 'c-1')?.shadow?.data).toEqual({ name: 'Nordwind', city: 'Zürich' });
    expect(desk.store.cache.row('clients', 'c-2')?.shadow?.data).toEqual({ name: 'Westwind' });
    expect([found(desk, 'zurich'), found(desk, 'ostwind')]).toEqual([['c-1'], ['c-2']]);
    expect(desk.store.lists.page('clients', everything, { limit: 5 }).rows.map(({ id }) => id)).toEqual(['c-1', 'c-2']);
    const made = desk.connection.prepare("SELECT name FROM sqlite_master WHERE name LIKE '%sorted_by%'").all();
    expect(made).toEqual([]);
  });
});

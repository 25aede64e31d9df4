import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { foldedWords } from '#app/store/sort-keys.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aWorkbench } from '../../support/workbench.ts';

const CLIENTS = 600;

/** A file as the first Ferry left it. */
function aFileOfTheFirstVersion(): string {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const connection = openConnection({ file, migrations: readMigrations(clientMigrations).slice(0, 1), log: quietLog });
  const put = connection.prepare('INSERT INTO cached_clients (id, data) VALUES (?, ?)');
  connection.transaction(() => {
    for (let index = 0; index < CLIENTS; index += 1) {
      const name = `${index % 2 === 0 ? 'Ähre' : 'Zaun'} ${String(index).padStart(3, '0')}`;
      put.run(`c-${index}`, JSON.stringify({ name }));
    }
  })();
  put.run('c-plain', JSON.stringify({ name: 'Bahn' }));
  connection.close();
  return file;
}

describe('the key that text is sorted by', () => {
  it.each([
    ['Müller & Söhne', 'muller & sohne'],
    ['ÀÉÎÕÜ', 'aeiou'],
    ['Straße', 'strasse'],
    ['Łódź', 'lodz'],
    ['Æro', 'aero'],
    ['ﬁ', 'fi'],
  ])('of %s is %s', (words, key) => {
    expect(foldedWords(words)).toBe(key);
  });

  it('of plain ASCII equals SQLite’s lower()', () => {
    const { connection } = aWorkbench();
    const ascii = String.fromCharCode(...Array.from({ length: 127 }, (_, code) => code + 1));
    expect(connection.prepare('SELECT lower(?) AS key').get(ascii)).toEqual({ key: foldedWords(ascii) });
  });
});

describe('a file of the first version', () => {
  const firstOf = (desk: ReturnType<typeof aWorkbench>) =>
    desk.store.lists
      .page('clients', { filters: [], search: '', sort: null }, { limit: 1 })
      .rows.map(({ data }) => data.name);

  it('gets its keys a slice at a time, and continues after a restart', () => {
    const file = aFileOfTheFirstVersion();
    const first = aWorkbench('ana', { file });
    expect(firstOf(first)).toEqual(['Bahn']);
    expect(first.store.sortKeys.fillSome()).toBe(true);
    const done = first.store.state.get('sortKeysDue');
    first.store.close();

    const second = aWorkbench('ana', { file });
    expect(second.store.state.get('sortKeysDue')).toEqual(done);
    let slices = 0;
    while (second.store.sortKeys.fillSome()) slices += 1;
    expect(slices).toBeGreaterThan(1);
    expect(firstOf(second)).toEqual(['Ähre 000']);
    expect(second.store.state.get('sortKeysDue')).toEqual([]);
  });

  it('notifies listeners that records moved', () => {
    const desk = aWorkbench('ana', { file: aFileOfTheFirstVersion() });
    const reported: string[] = [];
    desk.store.onRecords((changes) => reported.push(...changes.map(({ table }) => table)));
    desk.store.sortKeys.fillSome();
    expect(reported).toEqual(['clients']);
  });
});

it('a new file has nothing left to do', () => {
  const desk = aWorkbench();
  expect(desk.store.state.get('sortKeysDue')).toEqual([]);
  expect(desk.store.sortKeys.fillSome()).toBe(false);
});

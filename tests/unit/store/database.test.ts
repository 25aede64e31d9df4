import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { createDatabase } from '#app/store/database.ts';
import { toStoreFailure } from '#app/store/storage-error.ts';
import { aWorkbench } from '../../support/workbench.ts';

function aDatabase({ statementTakesMs = 0 } = {}) {
  let elapsedMs = 0;
  const warnings: string[] = [];
  const note = (event: string) => void warnings.push(event);
  const database = createDatabase({
    connection: new BetterSqlite3(':memory:'),
    monotonicMs: () => {
      elapsedMs += statementTakesMs;
      return elapsedMs;
    },
    log: { debug: note, info: note, warn: note, error: note },
  });
  database.connection.exec('CREATE TABLE notes (text TEXT NOT NULL)');
  const add = (text: string) => database.statement('INSERT INTO notes VALUES (?)').run([text]);
  const count = () => database.statement<{ total: number }>('SELECT count(*) AS total FROM notes').get()?.total;
  return { database, warnings, add, count };
}

describe('a transaction', () => {
  it('is all or nothing', () => {
    const { database, add, count } = aDatabase();
    const half = () =>
      database.transaction(() => {
        add('one');
        throw new Error('stop');
      });
    expect(half).toThrow('stop');
    expect(count()).toBe(0);
    database.transaction(() => add('two'));
    expect(count()).toBe(1);
  });

  it('joins an outer transaction, which alone commits or rolls back', () => {
    const { database, add, count } = aDatabase();
    const outer = () =>
      database.transaction(() => {
        database.transaction(() => add('inner'));
        throw new Error('outer');
      });
    expect(outer).toThrow('outer');
    expect(count()).toBe(0);
  });

  it('rolls back if a write just before the commit fails', () => {
    const { database, add, count } = aDatabase();
    database.beforeCommit(() => {
      throw new Error('no');
    });
    expect(() => database.transaction(() => add('x'))).toThrow('no');
    expect(count()).toBe(0);
  });

  it('is committed even if a listener throws', () => {
    const { database, warnings, add, count } = aDatabase();
    const reported: string[] = [];
    database.afterCommit(() => {
      throw new Error('listener');
    });
    database.afterCommit(() => reported.push('second'));
    expect(database.transaction(() => add('x'))).toBe(1);
    expect(count()).toBe(1);
    expect(reported).toEqual(['second']);
    expect(warnings).toContain('store.listenerFailed');
  });

  it('waits for the disk unless the server can send the data again', () => {
    const { database } = aDatabase();
    const level = () => database.connection.pragma('synchronous', { simple: true });
    database.transaction(() => undefined, { durable: false });
    expect(level()).toBe(1);
    database.transaction(() => undefined);
    expect(level()).toBe(2);
  });

  it('reverts in-memory state on rollback', () => {
    const desk = aWorkbench();
    const before = { digest: desk.store.digests.current(), cursor: desk.store.state.get('cursor') };
    const reported: unknown[] = [];
    desk.store.onRecords((changes) => reported.push(changes));
    const half = () =>
      desk.store.transaction(() => {
        desk.store.cache.moveShadow(desk.serverRecord('clients', 'c-1', { name: 'x' }));
        desk.store.state.set({ cursor: 99 });
        throw new Error('stop');
      });
    expect(half).toThrow('stop');
    expect({ digest: desk.store.digests.current(), cursor: desk.store.state.get('cursor') }).toEqual(before);
    expect(reported).toEqual([]);
    desk.expectFold();
  });

  it('reports which records changed, once each, and only the table if they are many', () => {
    const desk = aWorkbench();
    const reported: unknown[] = [];
    desk.store.onRecords((changes) => reported.push(changes));
    desk.store.transaction(() => {
      desk.newClient('c-1');
      desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    });
    desk.store.transaction(() => {
      for (let index = 0; index < 300; index += 1) desk.newClient(`m-${index}`);
    });
    expect(reported).toEqual([[{ table: 'clients', ids: ['c-1'] }], [{ table: 'clients', ids: null }]]);
  });
});

describe('a statement', () => {
  it('that is slow is logged, with its SQL and without its values', () => {
    const { database, warnings } = aDatabase({ statementTakesMs: 50 });
    database.statement('SELECT text FROM notes WHERE text = ?').all(['secret']);
    expect(warnings).toContain('store.slow');
  });

  it.each([
    ['SQLITE_FULL', 'store.diskFull', 'freeDiskSpace'],
    ['SQLITE_IOERR_WRITE', 'store.deviceFailed', 'retry'],
    ['SQLITE_READONLY', 'store.readOnly', 'retry'],
    ['SQLITE_CANTOPEN', 'store.noPermission', 'retry'],
    ['SQLITE_CORRUPT_INDEX', 'store.corrupt', 'repair'],
    ['SQLITE_NOTADB', 'store.corrupt', 'repair'],
    ['SQLITE_BUSY', 'store.busy', 'wait'],
    ['SQLITE_BUSY_SNAPSHOT', 'store.busy', 'wait'],
    ['SQLITE_LOCKED', 'store.busy', 'wait'],
    ['SQLITE_CONSTRAINT', 'store.failed', 'retry'],
  ])('that fails with %s becomes %s', (code, ferryCode, action) => {
    const thrown = toStoreFailure(new BetterSqlite3.SqliteError('x', code));
    expect(toFerryError(thrown)).toMatchObject({ code: ferryCode, action, details: { sqlite: code } });
  });

  it('that fails for another reason keeps its error', () => {
    const error = new TypeError('x');
    expect(toStoreFailure(error)).toBe(error);
  });
});

describe('a full disk', () => {
  it('refuses the edit with an action, keeps saved data, and accepts edits again afterwards', () => {
    const desk = aWorkbench();
    desk.newClient('c-1');
    const pages = Number(desk.connection.pragma('page_count', { simple: true }));
    desk.connection.pragma(`max_page_count = ${pages}`);
    const fill = () => {
      for (let index = 0; index < 1000; index += 1) desk.newClient(`f-${index}`, { notes: 'x'.repeat(10_000) });
    };
    let error = null;
    try {
      fill();
    } catch (thrown) {
      error = toFerryError(thrown);
    }
    expect(error).toMatchObject({ code: 'store.diskFull', action: 'freeDiskSpace' });
    desk.expectFold();
    desk.connection.pragma('max_page_count = 1000000');
    desk.newClient('c-2', { notes: 'x'.repeat(10_000) });
    expect(desk.visible('clients', 'c-1')).toBeDefined();
    desk.expectFold();
  });
});

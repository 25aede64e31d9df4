import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { createReopeningDesk } from '#app/sync/reopening-desk.ts';
import { createUnavailableDesk } from '#app/sync/unavailable-desk.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { aLoneDesk } from '../../support/lone-desk.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** Another program that takes the write lock of a database. */
function anotherProgram(file: string) {
  const connection = new BetterSqlite3(file);
  onTestFinished(() => void connection.close());
  return {
    hold: () => void connection.exec('BEGIN IMMEDIATE'),
    letGo: () => void connection.exec('COMMIT'),
  };
}

function aDeskBesideAnother() {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const desk = aLoneDesk({ file });
  return { ...desk, other: anotherProgram(file) };
}

describe('while another program holds the database', () => {
  it('a save does not block main, and is made as soon as the file is free', async () => {
    const { save, clock, other, desk } = aDeskBesideAnother();
    other.hold();
    const saving = save('insert', 'c-1', { name: 'Nord' });
    expect(saving).toBeInstanceOf(Promise);
    expect(desk.status().regions.counts.pending).toBe(0);
    other.letGo();
    await clock.advance(2_000);
    await saving;
    expect(desk.status().regions).toMatchObject({ store: 'ok', counts: { pending: 1 } });
  });

  it('saves keep their order', async () => {
    const { save, clock, other, desk } = aDeskBesideAnother();
    other.hold();
    const first = save('insert', 'c-1', { name: 'Nord' });
    other.letGo();
    const second = save('update', 'c-1', { city: 'Kiel' });
    await clock.advance(2_000);
    await Promise.all([first, second]);
    const pending = await desk.operations.getPendingChanges({ limit: 10 });
    expect(pending.map(({ operation }) => operation)).toEqual(['insert', 'update']);
  });

  it('a save that takes too long fails and names a possible cause, and the status reports it until the file is free', async () => {
    const { save, clock, other, desk } = aDeskBesideAnother();
    other.hold();
    const outcome = Promise.resolve(save('insert', 'c-1', { name: 'Nord' })).catch(toFerryError);
    await clock.advance(5_000);
    expect(await outcome).toMatchObject({ code: 'store.busy', action: 'wait' });
    expect(desk.status().display).toMatchObject({ kind: 'busy' });
    other.letGo();
    await clock.advance(20_000);
    expect(desk.status().regions).toMatchObject({ store: 'ok', lastError: null });
    await save('insert', 'c-1', { name: 'Nord' });
    expect(desk.status().regions.counts.pending).toBe(1);
  });
});

describe('a desk whose database cannot be opened now', () => {
  it('reports why, and works once it can be opened', async () => {
    const clock = createVirtualClock();
    const busy = { code: 'store.busy', action: 'wait' } as const;
    const { desk: working } = aLoneDesk({ clock });
    let isFree = false;
    const desk = createReopeningDesk({
      unavailable: createUnavailableDesk(busy),
      open: async () => (isFree ? working : createUnavailableDesk(busy)),
      schema: ferrySchema,
      clock,
    });
    const shown: string[] = [];
    const tables: string[] = [];
    desk.onStatus(({ display }) => shown.push(display.kind));
    desk.onRecords((changes) => tables.push(...changes.map(({ table }) => table)));
    desk.signedIn();
    expect(desk.status().display).toMatchObject({ kind: 'busy' });
    await clock.advance(30_000);
    expect(() => desk.operations.countRecords()).toThrow('store.busy');
    isFree = true;
    await clock.advance(30_000);
    expect(desk.status().regions).toMatchObject({ store: 'ok', auth: 'ok' });
    expect(await desk.operations.countRecords()).toMatchObject({ clients: 0 });
    expect(shown.at(-1)).not.toBe('busy');
    expect(tables).toContain('clients');
  });

  it('is distinguished from a damaged one', () => {
    const file = path.join(temporaryFolder(), 'ferry.db');
    openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog }).close();
    const other = new BetterSqlite3(file);
    onTestFinished(() => void other.close());
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE; CREATE TABLE held (x)');
    let error = null;
    try {
      openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog });
    } catch (thrown) {
      error = toFerryError(thrown);
    }
    expect(error).toMatchObject({ code: 'store.busy' });
  });
});

import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSendable, nextBatch } from '#app/sync/run/outbox.ts';
import { migrationFor, migrationText } from '../../../tools/migrations/migration-for.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { schemaWithTrials } from '../../support/trial-entity.ts';
import { aWorkbench } from '../../support/workbench.ts';
import { missingInDatabase } from './schema-guard.ts';

function migrationsWithTrials(): string {
  const folder = temporaryFolder();
  cpSync(clientMigrations, folder, { recursive: true });
  const number = String(readdirSync(folder).length + 1).padStart(4, '0');
  const migrations = migrationFor(aWorkbench().connection, schemaWithTrials);
  writeFileSync(path.join(folder, `${number}-trials.sql`), migrationText(migrations));
  return folder;
}

describe('the migrations', () => {
  it('have everything that lists and search need for every field of the schema', () => {
    const desk = aWorkbench();
    expect(missingInDatabase(desk.connection, desk.store.schema)).toEqual([]);
  });

  it('that omit a fourth entity are reported', () => {
    const desk = aWorkbench();
    expect(missingInDatabase(desk.connection, schemaWithTrials)).toEqual(['trials: no table cached_trials']);
  });

  it('that omit an index or a searched field are reported', () => {
    const desk = aWorkbench();
    desk.connection.exec(
      `DROP INDEX cached_tasks_by_dueDate; DROP INDEX cached_clients_by_name_key; DROP INDEX cached_engagements_list;
       DROP TABLE cached_clients_search; CREATE VIRTUAL TABLE cached_clients_search USING fts5 (name)`,
    );
    expect(missingInDatabase(desk.connection, desk.store.schema)).toEqual(
      expect.arrayContaining([
        'tasks.dueDate: no index',
        'clients.name: no index',
        'engagements.status: not in the list index',
        'clients.email: not searched',
      ]),
    );
  });
});

describe('a fourth entity', () => {
  it('is one schema file and one migration: it is saved, listed, found, sent, acknowledged and deleted like the others', () => {
    const desk = aWorkbench('ana', { schema: schemaWithTrials, migrationsFolder: migrationsWithTrials() });
    const { store } = desk;
    expect(missingInDatabase(desk.connection, schemaWithTrials)).toEqual([]);
    desk.newClient('c-1');
    desk.newEngagement('e-1', 'c-1');
    for (const [index, amount] of [300, null, 100].entries()) {
      desk.save('trials', 'insert', `i-${index}`, { number: `2026-${index}`, engagementId: 'e-1', amount });
    }
    desk.save('trials', 'update', 'i-0', { notes: 'Zürich branch', tags: ['late'] });
    desk.save('trials', 'update', 'i-1', { number: 'Ältere' });
    desk.save('trials', 'update', 'i-2', { number: 'Zuletzt' });

    const sorted = store.lists.page(
      'trials',
      { filters: [], search: '', sort: { field: 'amount', direction: 'desc' } },
      { limit: 10 },
    );
    expect(sorted.rows.map(({ id }) => id)).toEqual(['i-0', 'i-2', 'i-1']);
    const byNumber = store.lists.page('trials', { filters: [], search: '', sort: null }, { limit: 10 });
    expect(byNumber.rows.map(({ data }) => data.number)).toEqual(['2026-0', 'Ältere', 'Zuletzt']);
    expect(byNumber.titles).toEqual({ engagements: { 'e-1': store.cache.row('engagements', 'e-1')?.data.title } });
    expect(store.lists.search('zurich', 5)).toMatchObject([{ table: 'trials', id: 'i-0', title: '2026-0' }]);
    expect(store.lists.counts()).toMatchObject({ trials: 3 });
    expect(hasSendable(store, desk.clock.nowMs())).toBe(true);

    // The change of a set travels by itself, the others join their insert.
    const batch = store.transaction(() => nextBatch(store, desk.ids, { limit: 100, now: desk.clock.nowMs() }));
    expect(batch.changes.map(({ table }) => table)).toEqual([
      'clients',
      'engagements',
      'trials',
      'trials',
      'trials',
      'trials',
    ]);
    for (const { changeId } of batch.changes) {
      const row = store.queue.find(changeId);
      if (row) desk.accepts(row);
    }
    expect(store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    expect(store.digests.current().trials).not.toBe('0000000000000000');
    expect(desk.edits.deleteWithDependants('clients', ['c-1']).map(({ table }) => table)).toEqual([
      'trials',
      'trials',
      'trials',
      'engagements',
      'clients',
    ]);
    desk.expectFold();
  });
});

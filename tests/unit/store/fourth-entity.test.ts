import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSendable, nextBatch } from '#app/sync/outbox.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { invoicesMigration, schemaWithInvoices } from '../../support/invoices.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aWorkbench } from '../../support/workbench.ts';
import { missingInDatabase } from './schema-guard.ts';

function migrationsWithInvoices(): string {
  const folder = temporaryFolder();
  cpSync(clientMigrations, folder, { recursive: true });
  const number = String(readdirSync(folder).length + 1).padStart(4, '0');
  writeFileSync(path.join(folder, `${number}-invoices.sql`), invoicesMigration);
  return folder;
}

describe('the migrations', () => {
  it('give every field of the schema what lists and search need', () => {
    const desk = aWorkbench();
    expect(missingInDatabase(desk.connection, desk.store.schema)).toEqual([]);
  });

  it('that forget a fourth entity are caught', () => {
    const desk = aWorkbench();
    expect(missingInDatabase(desk.connection, schemaWithInvoices)).toEqual(['invoices: no table cached_invoices']);
  });

  it('that forget an index or a trigger’s field are caught', () => {
    const desk = aWorkbench();
    desk.connection.exec(
      `DROP INDEX cached_tasks_by_dueDate; DROP INDEX cached_clients_by_city_key; DROP INDEX cached_engagements_list;
       DROP TRIGGER cached_clients_search_update`,
    );
    expect(missingInDatabase(desk.connection, desk.store.schema)).toEqual(
      expect.arrayContaining([
        'tasks.dueDate: no index',
        'clients.city: no index',
        'engagements.status: not in the list index',
        'clients.email: not searched on update',
      ]),
    );
  });
});

describe('a fourth entity', () => {
  it('is one schema file and one migration: it is saved, listed, found, sent, answered and deleted like the others', () => {
    const desk = aWorkbench('ana', { schema: schemaWithInvoices, migrationsFolder: migrationsWithInvoices() });
    const { store } = desk;
    expect(missingInDatabase(desk.connection, schemaWithInvoices)).toEqual([]);
    desk.newClient('c-1');
    desk.newEngagement('e-1', 'c-1');
    for (const [index, amount] of [300, null, 100].entries()) {
      desk.save('invoices', 'insert', `i-${index}`, { number: `2026-${index}`, engagementId: 'e-1', amount });
    }
    desk.save('invoices', 'update', 'i-0', { notes: 'Zürich branch', tags: ['late'] });
    desk.save('invoices', 'update', 'i-1', { number: 'Ältere' });
    desk.save('invoices', 'update', 'i-2', { number: 'Zuletzt' });

    const sorted = store.lists.page(
      'invoices',
      { filters: [], search: '', sort: { field: 'amount', direction: 'desc' } },
      { limit: 10 },
    );
    expect(sorted.rows.map(({ id }) => id)).toEqual(['i-0', 'i-2', 'i-1']);
    const byNumber = store.lists.page('invoices', { filters: [], search: '', sort: null }, { limit: 10 });
    expect(byNumber.rows.map(({ data }) => data.number)).toEqual(['2026-0', 'Ältere', 'Zuletzt']);
    expect(byNumber.titles).toEqual({ engagements: { 'e-1': store.cache.row('engagements', 'e-1')?.data.title } });
    expect(store.lists.search('zurich', 5)).toMatchObject([{ table: 'invoices', id: 'i-0', title: '2026-0' }]);
    expect(store.lists.counts()).toMatchObject({ invoices: 3 });
    expect(hasSendable(store, desk.clock.nowMs())).toBe(true);

    const batch = store.transaction(() => nextBatch(store, desk.ids, { limit: 100, now: desk.clock.nowMs() }));
    expect(batch.changes.map(({ table }) => table)).toEqual([
      'clients',
      'engagements',
      'invoices',
      'invoices',
      'invoices',
    ]);
    for (const { changeId } of batch.changes) {
      const row = store.queue.find(changeId);
      if (row) desk.accepts(row);
    }
    expect(store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    expect(store.digests.current().invoices).not.toBe('0000000000000000');
    expect(desk.edits.deleteWithDependants('clients', 'c-1').map(({ table }) => table)).toEqual([
      'invoices',
      'invoices',
      'invoices',
      'engagements',
      'clients',
    ]);
    desk.expectFold();
  });
});

import type { Migration } from '#app/store/open.ts';
import { clients } from '../../app/schema/clients.ts';
import { engagements } from '../../app/schema/engagements.ts';
import { defineEntity } from '../../app/schema/entity.ts';
import { text } from '../../app/schema/field.ts';
import { createSchema } from '../../app/schema/schema.ts';
import { tasks } from '../../app/schema/tasks.ts';

/** The next release: a client has a website. */
export function createNextSchema(version: number) {
  const next = defineEntity({
    ...clients,
    fields: { ...clients.fields, website: text({ en: 'Website', de: 'Website' }, { sortable: true }) },
  });
  return createSchema(version + 1, [next, engagements, tasks]);
}

export function nextMigration(number: number): Migration {
  const sql = `ALTER TABLE cached_clients ADD COLUMN website TEXT GENERATED ALWAYS AS (data ->> '$.website') VIRTUAL;`;
  return { number, name: 'website.sql', sql };
}

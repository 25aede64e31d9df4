import { describe, expect, it } from 'vitest';
import { clients } from '#app/schema/clients.ts';
import { engagements } from '#app/schema/engagements.ts';
import { defineEntity } from '#app/schema/entity.ts';
import { date, reference, tags, text } from '#app/schema/field.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';
import { tasks } from '#app/schema/tasks.ts';
import { SCHEMA_FINGERPRINT } from '#app/schema/version.ts';
import { migrationFor } from '../../../tools/migrations/migration-for.ts';
import { fingerprintOf } from '../../../tools/migrations/schema-version.ts';
import { plainFacts, trials } from '../../support/trial-entity.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';
import { missingInDatabase } from '../store/schema-guard.ts';

const label = { en: 'x', de: 'x' };

/** Tasks as somebody might change them: a field more to sort by, one fewer, one searched, one of another kind. */
const otherTasks = defineEntity({
  ...plainFacts,
  table: 'tasks',
  label,
  singular: label,
  title: 'title',
  fields: {
    ...tasks.fields,
    place: text(label, { sortable: true, searchable: true }),
    priority: { ...tasks.fields.priority, sortable: false },
    minutesSpent: date(label, { sortable: true }),
    engagementId: reference(label, 'engagements'),
    tags: tags(label),
  },
});
const changed = createSchema(2, [clients, engagements, otherTasks]);

function apply(desk: Workbench, schema: typeof changed): string[] {
  const statements = migrationFor(desk.connection, schema).flatMap((migration) => migration.statements);
  for (const statement of statements) desk.connection.exec(statement);
  return statements;
}

describe('the migrations in the repository', () => {
  it('fit the schema; `npm run new:migration` writes what is missing', () => {
    expect(migrationFor(aWorkbench().connection, ferrySchema)).toEqual([]);
  });

  it('belong to the version of the schema; `npm run new:migration` raises it', () => {
    expect(SCHEMA_FINGERPRINT).toBe(fingerprintOf(ferrySchema));
  });
});

describe('the generated migration', () => {
  it('for a new entity creates all that lists and search need, and is complete', () => {
    const desk = aWorkbench();
    const schema = createSchema(2, [...ferrySchema.entities, trials]);
    expect(apply(desk, schema)).not.toEqual([]);
    expect(missingInDatabase(desk.connection, schema)).toEqual([]);
    expect(migrationFor(desk.connection, schema)).toEqual([]);
  });

  it('for a changed entity changes what differs, and is complete', () => {
    const desk = aWorkbench();
    const statements = apply(desk, changed);
    expect(statements.join('\n')).not.toMatch(/cached_(clients|engagements)/);
    expect(statements.join('\n')).not.toContain('cached_tasks_by_title_key');
    expect(missingInDatabase(desk.connection, changed)).toEqual([]);
    expect(migrationFor(desk.connection, changed)).toEqual([]);
  });

  it('finds and sorts the records that were there before', () => {
    const desk = aWorkbench();
    desk.newClient('c-1');
    desk.newEngagement('e-1', 'c-1');
    desk.newTask('t-1', 'e-1');
    desk.newTask('t-2', 'e-1');
    const put = desk.connection.prepare("UPDATE cached_tasks SET data = json_set(data, '$.place', ?) WHERE id = ?");
    put.run('Überlingen', 't-1');
    put.run('Zürich', 't-2');
    apply(desk, changed);
    const found = (words: string) =>
      desk.connection.prepare('SELECT rowid FROM cached_tasks_search WHERE cached_tasks_search MATCH ?').all(words);
    expect([found('uberlingen').length, found('zurich').length]).toEqual([1, 1]);
    const due = desk.connection.prepare("SELECT value FROM sync_state WHERE key = 'sortKeysDue'").get();
    expect(due).toEqual({ value: JSON.stringify([{ table: 'tasks', after: 0 }]) });
  });

  it('keeps a table whose entity was removed', () => {
    expect(migrationFor(aWorkbench().connection, createSchema(2, [clients]))).toEqual([]);
  });

  it('is not generated if a column with data would change', () => {
    const desk = aWorkbench();
    desk.connection.exec('ALTER TABLE cached_tasks ADD COLUMN own TEXT');
    expect(() => migrationFor(desk.connection, ferrySchema)).toThrow('by hand');
  });
});

describe('the fingerprint of a schema', () => {
  it.each([
    ['another field', changed],
    ['an option more', withTitle({ required: false })],
    ['another merge policy', withTitle({ merge: 'server' as const })],
  ])('reports %s', (_what, schema) => {
    expect(fingerprintOf(schema)).not.toBe(fingerprintOf(ferrySchema));
  });

  it('ignores changed labels', () => {
    const renamed = { ...tasks, label, icon: 'folder' as const };
    const others = ferrySchema.entities.map((entity) => (entity.table === tasks.table ? renamed : entity));
    expect(fingerprintOf(createSchema(2, others))).toBe(fingerprintOf(ferrySchema));
  });
});

function withTitle(difference: object) {
  const title = { ...tasks.fields.title, ...difference };
  const other = { ...tasks, fields: { ...tasks.fields, title } };
  return createSchema(2, [clients, engagements, other]);
}

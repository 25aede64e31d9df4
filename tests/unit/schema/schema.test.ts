import { describe, expect, it } from 'vitest';
import { clients } from '#app/schema/clients.ts';
import { engagements } from '#app/schema/engagements.ts';
import { defineEntity, policyOf, referencesOf } from '#app/schema/entity.ts';
import { date, reference, select, text } from '#app/schema/field.ts';
import { ferrySchema, sameJson } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';
import { plainFacts, trials } from '../../support/trial-entity.ts';

const label = { en: 'x', de: 'x' };
const orphans = defineEntity({
  ...plainFacts,
  table: 'orphans',
  label,
  singular: label,
  title: 'name',
  fields: { name: text(label, { required: true }), parentId: reference(label, 'parents') },
});

describe('a schema', () => {
  it('lists parents before children', () => {
    const tables = ferrySchema.entities.map(({ table }) => table);
    for (const entity of ferrySchema.entities) {
      for (const { table } of referencesOf(entity)) {
        expect(tables.indexOf(table)).toBeLessThan(tables.indexOf(entity.table));
      }
    }
  });

  it('finds the tables that refer to a table', () => {
    const schema = createSchema(1, [clients, engagements]);
    expect(schema.referencesTo('clients')).toEqual([{ table: 'engagements', field: 'clientId' }]);
    expect(schema.referencesTo('engagements')).toEqual([]);
  });

  it('refuses a duplicate table, or a reference to a missing table', () => {
    expect(() => createSchema(1, [clients, clients])).toThrow('Two entities are named clients.');
    expect(() => createSchema(1, [orphans])).toThrow('refers to parents');
  });

  it('refuses two entities at one place of the navigation', () => {
    const second = defineEntity({
      ...plainFacts,
      table: 'others',
      label,
      singular: label,
      title: 'name',
      fields: { name: text(label) },
      place: clients.place,
    });
    expect(() => createSchema(1, [clients, second])).toThrow('shares its place');
  });

  it('lists the entities by their place for the navigation', () => {
    expect(ferrySchema.inNavigation.map(({ place }) => place)).toEqual(
      ferrySchema.entities.map(({ place }) => place).sort((a, b) => a - b),
    );
  });

  it('leaves the name of the tests’ trial entity free', () => {
    expect(ferrySchema.entity(trials.table)).toBeUndefined();
  });

  it('names every table, field and option in both languages', () => {
    for (const entity of ferrySchema.entities) {
      const labels = [entity.label, entity.singular, ...Object.values(entity.fields).map((field) => field.label)];
      const options = Object.values(entity.fields).flatMap((field) => (field.options ?? []).map((each) => each.label));
      for (const { en, de } of [...labels, ...options]) {
        expect(en.trim()).not.toBe('');
        expect(de.trim()).not.toBe('');
      }
    }
  });

  it('gives every entity a title field that lists can be sorted by', () => {
    for (const entity of ferrySchema.entities) expect(entity.fields[entity.title]?.sortable).toBe(true);
  });

  it('starts every optional field at a valid value', () => {
    for (const entity of ferrySchema.entities) {
      for (const field of Object.values(entity.fields)) {
        if (field.required && field.initial === '') continue;
        expect(field.schema.safeParse(field.initial).success).toBe(true);
      }
    }
  });

  it('treats an unknown field, or a property of Object, as last write wins', () => {
    expect(policyOf(clients, 'invented')).toBe('mine');
    expect(policyOf(clients, 'constructor')).toBe('mine');
    expect(policyOf(clients, 'notes')).toBe('text');
  });
});

describe('sameJson', () => {
  it.each([
    [null, undefined, true],
    [0, null, false],
    ['', null, false],
    [[1, { a: 2 }], [1, { a: 2 }], true],
    [[1, 2], [2, 1], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [[], {}, false],
    [{ length: 0 }, [], false],
  ])('%j and %j: %s', (a, b, isSame) => {
    expect(sameJson(a, b)).toBe(isSame);
    expect(sameJson(b, a)).toBe(isSame);
  });
});

describe('a fact of an entity that contradicts its fields', () => {
  const fields = {
    name: text(label, { required: true, sortable: true }),
    state: select(label, { open: label, shut: label }, { filterable: true }),
    day: date(label, { sortable: true, filterable: true }),
    plainDay: date(label),
  };
  const facts = { ...plainFacts, table: 'things', label, singular: label, title: 'name', fields } as const;

  it.each([
    ['a place beyond the keys', { place: 9 }, 'place'],
    ['a status that is no choice', { status: 'name' }, 'status'],
    ['a closed value that the status does not have', { status: 'state', closed: ['done'] }, 'closed'],
    ['closed without a status', { closed: ['shut'] }, 'closed'],
    ['a due day that lists cannot filter by', { due: 'plainDay' }, 'due'],
    ['a person that is none', { person: 'name' }, 'person'],
    ['an order by a field that lists do not sort by', { sort: { field: 'state', direction: 'asc' } }, 'sort'],
    ['an overview of what is never done', { due: 'day', overview: ['overdue'] }, 'overview'],
    ['an overview of what is never due', { status: 'state', closed: ['shut'], overview: ['due'] }, 'due'],
    ['an overview of what nobody owns', { status: 'state', closed: ['shut'], overview: ['unassigned'] }, 'person'],
  ] as const)('is refused: %s', (_what, wrong, about) => {
    expect(() => defineEntity({ ...facts, ...wrong })).toThrow(about);
  });
});

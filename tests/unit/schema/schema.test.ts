import { describe, expect, it } from 'vitest';
import { clients } from '#app/schema/clients.ts';
import { defineEntity, policyOf, referencesOf } from '#app/schema/entity.ts';
import { reference, text } from '#app/schema/field.ts';
import { ferrySchema, sameJson } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';

const label = { en: 'x', de: 'x' };
const orphans = defineEntity({
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

  it('knows who points to a table', () => {
    expect(ferrySchema.referencesTo('clients')).toEqual([{ table: 'engagements', field: 'clientId' }]);
    expect(ferrySchema.referencesTo('tasks')).toEqual([]);
  });

  it('refuses a table that comes twice, or a reference to a table that is not there', () => {
    expect(() => createSchema(1, [clients, clients])).toThrow('Two entities are named clients.');
    expect(() => createSchema(1, [orphans])).toThrow('refers to parents');
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

  it('treats a field it does not know, or one of Object itself, as last write wins', () => {
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

import { type AnyEntity, type Field, ferrySchema, type JsonValue, withInitialValues } from '#app/schema/index.ts';
import { type Language, labelIn } from '#app/text/index.ts';
import { type OutTable, outTable } from './table.ts';

const ID = '01970000-0000-7000-8000-000000000001';

/** A one-line sample that shows how to fill in each column. It has no ids, so the lines become new records. */
export function sampleTable(entity: AnyEntity, language: Language): OutTable {
  const recordOf = (of: AnyEntity) => {
    const values = Object.entries(of.fields).map(([name, field]): [string, JsonValue] => [name, sampleOf(field)]);
    const title = `${labelIn(of.singular, language)} A`;
    return { id: ID, data: withInitialValues(of, { ...Object.fromEntries(values), [of.title]: title }) };
  };
  const table = outTable(entity, Object.keys(entity.fields), [recordOf(entity)], {
    language,
    person: () => 'owner@example.com',
    record: (of) => {
      const parent = ferrySchema.entity(of);
      return parent === undefined ? undefined : recordOf(parent);
    },
  });
  const shown = table.headers.map((header) => header !== 'Id' && !header.endsWith(' Id'));
  return {
    name: table.name,
    headers: table.headers.filter((_, at) => shown[at]),
    rows: table.rows.map((cells) => cells.filter((_, at) => shown[at])),
  };
}

function sampleOf(field: Field): JsonValue {
  switch (field.kind) {
    case 'email':
      return 'name@example.com';
    case 'phone':
      return '+44 113 496 0001';
    case 'date':
      return '2026-12-31';
    case 'money':
      return 120_000;
    case 'count':
      return 90;
    case 'tags':
      return ['VIP', 'A'];
    case 'person':
    case 'reference':
      return ID;
    case 'text':
    case 'notes':
    case 'select':
      return field.initial;
  }
}

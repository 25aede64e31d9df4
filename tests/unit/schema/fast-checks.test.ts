import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyEntity, ferrySchema, passesFastCheck, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { trials } from '../../support/trial-entity.ts';

const [clients] = ferrySchema.entities as readonly [AnyEntity];
const entities: AnyEntity[] = [...ferrySchema.entities, trials];
const fields = entities.flatMap((entity) =>
  Object.entries(entity.fields).map(([name, field]) => [`${entity.table}.${name}`, field] as const),
);

/** Whatever a schema might stumble over, often just inside or outside a limit. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...'a7 +-()./@x\t\n\r\0\x7f\x85\u00a0\u2028ß😀', '\ud800', '\udc00'),
    maxLength: 12,
  }),
  fc.constantFrom('active', 'EUR', 'done', '__proto__', '2026-03-31', '+49 40 123456 x7', 'ana@example.com'),
  fc.constantFrom(40, 41, 64, 65, 200, 201, 254, 255, 100_000, 100_001).map((length) => 'x'.repeat(length)),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(-1, -0, 0, 0.5, 1e9, -1e9, 1e9 + 1, 1e12, 1e12 + 1, 2 ** 53, Number.NaN),
);
const words = fc.oneof(
  fc.array(text, { maxLength: 4 }),
  fc.constantFrom(50, 51).map((count) => numbered(count)),
);
const anything = fc.oneof(text, number, words, fc.constantFrom(null, undefined, true, {}, [null], [[]]));

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `t${index}`);
}

describe('a fast check of a value', () => {
  it.each(fields)('accepts nothing that the schema of %s refuses', (_name, { fastCheck, schema }) => {
    fc.assert(
      fc.property(anything, (value) => {
        if (fastCheck(value)) expect(schema.safeParse(value)).toEqual({ success: true, data: value });
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts realistic values', () => {
    const filled = {
      name: 'Nordwind',
      email: 'ana@nordwind.example',
      phone: '+49 40 123456',
      tags: ['monthly', 'vip'],
    };
    expect(passesFastCheck(clients, 'insert', withInitialValues(clients, filled))).toBe(true);
  });

  it.each<[string, 'insert' | 'update', RecordData, boolean]>([
    ['some fields of an update', 'update', { name: 'A' }, true],
    ['some fields of an insert', 'insert', { name: 'A' }, false],
    ['a field nobody knows', 'update', { name: 'A', shoeSize: 44 }, false],
    ['a name every object has', 'update', { constructor: 'A' }, false],
    ['the name of a prototype', 'update', JSON.parse('{"__proto__": null}'), false],
    ['as many fields as there are, one of them unknown', 'insert', withUnknownField(), false],
  ])('at %s: %s', (_what, operation, data, expected) => {
    expect(passesFastCheck(clients, operation, data)).toBe(expected);
  });
});

function withUnknownField(): RecordData {
  const { notes, ...rest } = withInitialValues(clients, { name: 'A' });
  return { ...rest, unknown: notes ?? null };
}

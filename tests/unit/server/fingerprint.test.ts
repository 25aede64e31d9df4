import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertClient, update } from '../../../server/conformance/changes.ts';
import { fingerprint } from '../../../server/core/fingerprint.ts';

const change = update('clients', 'c1', { name: 'A', city: 'B' }, { base: { name: 'x' }, baseVersion: 3 });

describe('the fingerprint of a change', () => {
  it.each([
    ['the order of fields', { data: { city: 'B', name: 'A' } }],
    ['the base version', { baseVersion: 1 }],
    ['the clock', { createdAt: 5 }],
    ['its origin', { origin: 9 }],
    ['whether it was capped', { capped: true }],
    ['its transaction', { txnId: '01900000-0000-7000-8000-00000000000a' }],
  ])('does not depend on %s', (_what, other) => {
    expect(fingerprint({ ...change, ...other })).toBe(fingerprint(change));
  });

  it.each([
    ['the table', { table: 'tasks' }],
    ['the operation', { operation: 'insert' as const }],
    ['the record', { recordId: 'c2' }],
    ['a value', { data: { name: 'A', city: 'C' } }],
    ['the type of a value', { data: { name: 'A', city: ['B'] } }],
    ['a field', { data: { name: 'A' } }],
    ['the base', { base: { name: 'y' } }],
  ])('depends on %s', (_what, other) => {
    expect(fingerprint({ ...change, ...other })).not.toBe(fingerprint(change));
  });

  it('is the same for equivalent JSON, whatever its values', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 })), (data) => {
        const plain = JSON.parse(JSON.stringify(data));
        const reversed = Object.fromEntries(Object.entries(plain).reverse());
        const base = insertClient('c1');
        expect(fingerprint({ ...base, data: reversed as typeof base.data })).toBe(
          fingerprint({ ...base, data: plain }),
        );
      }),
      { examples: [[JSON.parse('{"__proto__":0," ":[]}')]] },
    );
  });
});

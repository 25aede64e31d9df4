import { describe, expect, it } from 'vitest';
import { insertClient } from '../../../server/conformance/changes.ts';
import { groupChanges } from '../../../server/core/groups.ts';

const A = '01900000-0000-7000-8000-00000000000a';
const B = '01900000-0000-7000-8000-00000000000b';
const change = (txnId?: string) => insertClient('c', {}, txnId === undefined ? {} : { txnId });

const shapeOf = (...txnIds: (string | undefined)[]) =>
  groupChanges(txnIds.map(change)).map((group) => `${group.changes.length}${group.isTorn ? ' torn' : ''}`);

describe('changes are grouped by transaction', () => {
  it('a change without a transaction is its own group', () => {
    expect(shapeOf(undefined, undefined)).toEqual(['1', '1']);
  });
  it('adjacent changes of one transaction stay together', () => {
    expect(shapeOf(A, A, B, B, B)).toEqual(['2', '3']);
  });
  it('a transaction interrupted by others is reported as torn', () => {
    expect(shapeOf(A, undefined, A, A)).toEqual(['1', '1', '2 torn']);
  });
  it('no change is lost', () => {
    expect(shapeOf()).toEqual([]);
  });
});

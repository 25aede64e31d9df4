import { expect, it } from 'vitest';
import { type EmptyReason, emptyReason } from '../../../renderer/list/empty-reason.ts';

it.each<[string, { isFiltered: boolean; isFilling: boolean; storedCount: number | undefined }, EmptyReason]>([
  ['a filter that matches none of 3 records', { isFiltered: true, isFilling: false, storedCount: 3 }, 'noMatch'],
  ['a filter before records are counted', { isFiltered: true, isFilling: false, storedCount: undefined }, 'noMatch'],
  ['a list that starts filtered on an empty table', { isFiltered: true, isFilling: false, storedCount: 0 }, 'empty'],
  ['the same during the first fill', { isFiltered: true, isFilling: true, storedCount: 0 }, 'filling'],
  ['an empty table', { isFiltered: false, isFilling: false, storedCount: 0 }, 'empty'],
])('%s', (_case, state, expected) => {
  expect(emptyReason(state)).toBe(expected);
});

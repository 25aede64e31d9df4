import { Plus } from 'lucide-react';
import { expect, test } from 'vitest';
import { foundItems, isFound, type PaletteItem } from '../../../renderer/palette/palette.ts';

const item = (id: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  id,
  group: 'actions',
  label: id,
  detail: '',
  icon: Plus,
  keys: '',
  words: id,
  isQuiet: false,
  run: () => undefined,
  ...more,
});

test('every typed word matches the beginning of a word, in any order', () => {
  expect(isFound('Sort by Due date: Descending', 'date sort')).toBe(true);
  expect(isFound('Sync centre: Conflicts', 'conf')).toBe(true);
  expect(isFound('Abgleich anhalten: für 1 Stunde', 'für')).toBe(true);
  // A word in the middle of another would put commands before the record one is looking for.
  expect(isFound('Sync now', 'ync')).toBe(false);
});

test('groups follow each other, and options of one command show only when typed for', () => {
  const items = [item('Go', { group: 'goTo' }), item('Sort by Name', { isQuiet: true }), item('New client')];
  expect(foundItems(items, ' ').map(({ id }) => id)).toEqual(['New client', 'Go']);
  expect(foundItems(items, 'sort').map(({ id }) => id)).toEqual(['Sort by Name']);
});

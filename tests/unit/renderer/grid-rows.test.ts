import { expect, test } from 'vitest';
import { type GridSection, gridLength, itemAt, nextRow, rowsBetween } from '../../../renderer/store/grid-rows.ts';

const section = (key: string, total: number, isCollapsed = false): GridSection => ({
  key,
  heading: key,
  total,
  isCollapsed,
});
const plain: GridSection[] = [{ key: 'all', heading: null, total: 3, isCollapsed: false }];
const grouped = [section('a', 2), section('b', 5, true), section('c', 1)];

test('a list without groups has a line for each row', () => {
  expect(gridLength(plain)).toBe(3);
  expect(itemAt(plain, 2)).toEqual({ kind: 'row', section: 0, index: 2 });
  expect(itemAt(plain, 3)).toBeUndefined();
  expect(itemAt(plain, -1)).toBeUndefined();
});

test('each group has its heading, and a collapsed one only that', () => {
  expect(gridLength(grouped)).toBe(6);
  expect(itemAt(grouped, 0)).toEqual({ kind: 'heading', section: 0 });
  expect(itemAt(grouped, 2)).toEqual({ kind: 'row', section: 0, index: 1 });
  expect(itemAt(grouped, 3)).toEqual({ kind: 'heading', section: 1 });
  expect(itemAt(grouped, 5)).toEqual({ kind: 'row', section: 2, index: 0 });
});

test('only the rows in view are requested', () => {
  expect(rowsBetween(grouped, 0, 2)).toEqual([{ first: 0, last: 1 }, null, null]);
  expect(rowsBetween(grouped, 4, 5)).toEqual([null, null, { first: 0, last: 0 }]);
});

test('the arrow keys skip headings and stop at the ends', () => {
  expect(nextRow(grouped, 2, 1)).toBe(5);
  expect(nextRow(grouped, 5, -1)).toBe(2);
  expect(nextRow(grouped, 5, 1)).toBe(5);
  expect(nextRow(grouped, 1, -1)).toBe(1);
  expect(nextRow(plain, 0, -1)).toBe(0);
  expect(nextRow([], 0, -1)).toBe(0);
});

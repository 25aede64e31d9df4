import { afterEach, describe, expect, test, vi } from 'vitest';
import { tasks } from '#app/schema/tasks.ts';
import { followDay } from '../../../renderer/i18n/follow-day.ts';
import { dayRangeFilters, dayRangeOf, withDayRange } from '../../../renderer/list/filters.ts';
import { listQueries } from '../../../renderer/list/list-queries.ts';
import { overviewLists } from '../../../renderer/overview/overview.ts';
import { createPreferences } from '../../../renderer/store/preferences.ts';
import { PLAIN_LIST, readList } from '../../../renderer/store/stored-list.ts';

afterEach(() => vi.useRealTimers());

function memory(kept: unknown) {
  const texts = new Map([['ferry.preferences', JSON.stringify(kept)]]);
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
  };
}

describe('a range of days', () => {
  const daysAsked = (today: string) => {
    const filters = withDayRange(tasks, [], 'dueDate', 'today');
    return listQueries(tasks, { ...PLAIN_LIST, filters }, '', today, []).queries[0]?.filters;
  };
  test('is relative to today, not to the day it was chosen', () => {
    expect(daysAsked('2026-11-27')?.map(({ values }) => values)).toEqual([['2026-11-27'], ['2026-11-27']]);
    expect(daysAsked('2026-11-28')?.map(({ values }) => values)).toEqual([['2026-11-28'], ['2026-11-28']]);
  });
  test('that an overview link contains is still right tomorrow', () => {
    const kept = overviewLists('2026-11-27')[0]?.filters;
    expect(JSON.stringify(kept)).not.toContain('2026');
    expect(overviewLists('2026-11-28')[0]?.filters).toEqual(kept);
  });
  test('is recognised by its filters, for the text of its chip', () => {
    for (const range of ['overdue', 'today', 'week', 'later', 'noDate'] as const) {
      expect(dayRangeOf(tasks, 'dueDate', dayRangeFilters(tasks, 'dueDate', range))).toBe(range);
    }
  });
});

test('a desk open over midnight shows the new day', () => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date(2026, 10, 27, 23, 59, 30));
  const days: string[] = [];
  const stop = followDay(
    (day) => days.push(day),
    (at) => String(new Date(at).getDate()),
  );
  vi.advanceTimersByTime(29_999);
  expect(days).toEqual(['27']);
  vi.advanceTimersByTime(1);
  expect(days).toEqual(['27', '28']);
  stop();
  vi.advanceTimersByTime(48 * 3_600_000);
  expect(days).toEqual(['27', '28']);
});

describe('a list stored by another version', () => {
  const open = { field: 'status', test: 'in' as const, values: ['open'] };
  test('loses fields, options and orders that no longer exist, and keeps the rest', () => {
    const kept = {
      sort: { field: 'colour', direction: 'asc' },
      groupBy: 'colour',
      filters: [open, { ...open, field: 'colour' }, { ...open, values: ['paused'] }, { field: 3 }, 'nonsense'],
    };
    expect(readList(tasks, kept)).toEqual({ ...PLAIN_LIST, filters: [open] });
  });
  test('is cleaned up when the window opens', () => {
    const preferences = createPreferences(
      memory({ lists: { tasks: { sort: null, groupBy: null, filters: [{ ...open, field: 'colour' }] }, gone: {} } }),
    );
    expect(preferences.store.getState().lists).toEqual({ tasks: PLAIN_LIST });
  });
  test('is cleaned up in a saved view, too', () => {
    const preferences = createPreferences(memory({}));
    const query = { filters: [{ ...open, field: 'colour' }], search: 'vat', sort: null };
    preferences.showView({ table: 'tasks', query, groupBy: 'status', columns: ['title', 'status'] });
    expect(preferences.store.getState().lists.tasks).toEqual({
      ...PLAIN_LIST,
      groupBy: 'status',
      columns: ['title', 'status'],
    });
    expect(preferences.searches.getState().tasks).toBe('vat');
  });
});

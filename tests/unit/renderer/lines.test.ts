import { expect, test, vi } from 'vitest';
import { tasks } from '#app/schema/tasks.ts';
import { columnsOf, columnWidths, fittingTags } from '../../../renderer/record/columns.ts';
import { createFerryClient } from '../../../renderer/store/ferry-client.ts';
import { idsOnLines } from '../../../renderer/store/record-sets.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';

const section = (key: string, total: number, isCollapsed = false) => ({ key, heading: key, total, isCollapsed });

/** A list of which only the first rows are loaded. */
async function aList(loaded: number) {
  const { bridge } = createFakeBridge({ size: { clients: 1200, engagements: 0, tasks: 0 } });
  const listRecords = vi.spyOn(bridge, 'listRecords');
  const client = createFerryClient(bridge);
  const all: string[] = [];
  for (const offset of [0, 500, 1000]) {
    const answer = await client.listRecords('clients', {}, { limit: 500, offset });
    if (answer.ok) all.push(...answer.value.rows.map(({ id }) => id));
  }
  listRecords.mockClear();
  const list = { source: { query: {} }, idAt: (index: number) => (index < loaded ? all[index] : undefined) };
  return { client, list, all, listRecords };
}

test('a range includes records that are not loaded', async () => {
  const { client, list, all, listRecords } = await aList(40);
  const sections = [section('all', 1200)];
  // Line 0 is the heading.
  const found = await idsOnLines(client, 'clients', sections, [list], { from: 31, to: 1130, limit: 5000 });
  expect(found).toEqual({ ok: true, value: { ids: all.slice(30, 1130), isCut: false } });
  expect(listRecords).toHaveBeenCalledTimes(3);
});

test('a loaded range needs no request', async () => {
  const { client, list, all, listRecords } = await aList(40);
  const found = await idsOnLines(client, 'clients', [section('all', 1200)], [list], { from: 1, to: 20, limit: 5000 });
  expect(found).toMatchObject({ value: { ids: all.slice(0, 20) } });
  expect(listRecords).not.toHaveBeenCalled();
});

test('a range reports that it was cut, also over groups', async () => {
  const { client, list, all } = await aList(1200);
  const sections = [section('a', 30), section('b', 1200)];
  const range = { from: 0, to: 1231, limit: 100 };
  const found = await idsOnLines(client, 'clients', sections, [list, list], range);
  expect(found).toEqual({ ok: true, value: { ids: [...all.slice(0, 30), ...all.slice(0, 70)], isCut: true } });
});

test('a range contains nothing of a collapsed group', async () => {
  const { client, list } = await aList(40);
  const range = { from: 0, to: 0, limit: 100 };
  const found = await idsOnLines(client, 'clients', [section('a', 30, true)], [list], range);
  expect(found).toEqual({ ok: true, value: { ids: [], isCut: false } });
});

test('columns fill the available width, none narrower than its minimum', () => {
  const columns = columnsOf(tasks, ['title', 'status', 'dueDate']);
  const widths = columnWidths(columns, 1000);
  expect(widths.reduce((sum, px) => sum + px, 0)).toBeGreaterThan(990);
  expect(widths.every((px, place) => px >= (columns[place]?.minPx ?? 0))).toBe(true);
  expect(columnWidths(columns, 10)).toEqual(columns.map(({ minPx }) => minPx));
});

test('tags are shown whole as far as they fit, the first always', () => {
  expect(fittingTags(['family'], 10)).toBe(1);
  expect(fittingTags(['family', 'new'], 148)).toBe(2);
  expect(fittingTags(['family business', 'newsletter', 'vip'], 148)).toBe(1);
});

import { describe, expect, it } from 'vitest';
import { KEPT_TABLES, type Row } from '#app/store/salvage/kept-tables.ts';
import { mergeTables } from '#app/store/salvage/merge-tables.ts';
import type { ReadTables } from '#app/store/salvage/read-database.ts';

function aReading(rows: Partial<Record<string, Row[]>> = {}, isComplete = true) {
  return Object.fromEntries(KEPT_TABLES.map((table) => [table, { rows: rows[table] ?? [], isComplete }])) as ReadTables;
}

const aChange = (id: number, more: Row = {}): Row => ({
  id,
  change_id: `change-${id}`,
  synced: 0,
  state: 'pending',
  created_at: id,
  coalesced_into: null,
  ...more,
});

const aJournal = (unsent: Row[], ended: string[] = []) => ({ unsent, ended: new Set(ended) });
const nothing = {
  base: aReading(),
  earlier: [],
  isAsked: false,
  taken: new Set<string>(),
  journal: aJournal([]),
  nowMs: 1_000,
};
const DAY_MS = 86_400_000;
const idsOf = (rows: readonly Row[]) => rows.map(({ change_id }) => change_id);

describe('an outbox that was read whole', () => {
  it('is kept as it is: changes still unsent in a backup were settled since', () => {
    const current = aReading({ sync_queue: [aChange(2), aChange(3)] });
    const base = aReading({ sync_queue: [aChange(1), aChange(2)] });
    expect(idsOf(mergeTables({ ...nothing, current, base }).sync_queue)).toEqual(['change-2', 'change-3']);
  });

  it('restores changes that only a file set aside holds, but not those salvaged from it before', () => {
    const current = aReading({ sync_queue: [aChange(4)] });
    const earlier = [aReading({ sync_queue: [aChange(1), aChange(2), aChange(3, { synced: 1 })] }, false)];
    const taken = new Set(['change-1']);
    expect(idsOf(mergeTables({ ...nothing, current, earlier, taken }).sync_queue)).toEqual(['change-2', 'change-4']);
  });

  it('restores changes that only its second copy holds, in the order of saving', () => {
    const current = aReading({ sync_queue: [aChange(1), aChange(3)] });
    const unsent = [aChange(1), aChange(2), aChange(3), aChange(4)];
    const { sync_queue: queue } = mergeTables({ ...nothing, current, journal: aJournal(unsent) });
    expect(idsOf(queue)).toEqual(['change-1', 'change-2', 'change-3', 'change-4']);
    expect(queue.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });
});

describe('an outbox that was read in part', () => {
  const damaged = (rows: Row[], more = {}) => aReading({ sync_queue: rows, ...more }, false);

  it('is completed from the backup, each change once and in its newer state', () => {
    const current = damaged([aChange(2, { state: 'sent' }), aChange(4)]);
    const base = aReading({ sync_queue: [aChange(1), aChange(2)] });
    const { sync_queue: queue } = mergeTables({ ...nothing, current, base });
    expect(queue).toMatchObject([
      { change_id: 'change-1' },
      { change_id: 'change-2', state: 'sent' },
      { change_id: 'change-4' },
    ]);
  });

  it('asks again about a conflict that could not be read, and about no other', () => {
    const inConflict = (id: number) => aChange(id, { synced: 1, state: 'conflict' });
    const current = damaged([inConflict(1), inConflict(2)], { sync_conflicts: [{ change_id: 'change-2' }] });
    const { sync_queue: queue } = mergeTables({ ...nothing, current });
    expect(queue).toMatchObject([
      { synced: 0, state: 'sent' },
      { synced: 1, state: 'conflict' },
    ]);
  });

  it('takes nothing that a receipt proves arrived', () => {
    const current = damaged([aChange(2)], { receipts: [{ change_id: 'change-1' }] });
    const base = aReading({ sync_queue: [aChange(1)] });
    const unsent = [aChange(1), aChange(2)];
    expect(idsOf(mergeTables({ ...nothing, current, base, journal: aJournal(unsent) }).sync_queue)).toEqual([
      'change-2',
    ]);
  });

  it('takes nothing that its second copy shows as settled', () => {
    const base = aReading({ sync_queue: [aChange(1), aChange(2)] });
    const journal = aJournal([aChange(3)], ['change-1']);
    const { sync_queue: queue } = mergeTables({ ...nothing, current: damaged([]), base, journal });
    expect(idsOf(queue)).toEqual(['change-2', 'change-3']);
  });

  it('sends a change alone if its carrier is lost, but not if the carrier arrived', () => {
    const carried = (id: number, into: string) => aChange(id, { state: 'coalesced', coalesced_into: into });
    const current = damaged([carried(1, 'lost'), carried(2, 'arrived')], { receipts: [{ change_id: 'arrived' }] });
    expect(mergeTables({ ...nothing, current }).sync_queue).toMatchObject([
      { change_id: 'change-1', state: 'pending', coalesced_into: null },
    ]);
  });

  it('takes what was salvaged before from the same file again, since it may still be unsent', () => {
    const earlier = [aReading({ sync_queue: [aChange(1)] })];
    const taken = new Set(['change-1']);
    const { sync_queue: queue } = mergeTables({ ...nothing, current: damaged([aChange(2)]), earlier, taken });
    expect(idsOf(queue)).toEqual(['change-1', 'change-2']);
  });

  it('asks about changes so old that the server may have forgotten their acks', () => {
    const base = aReading({ sync_queue: [aChange(1), aChange(2, { created_at: 70 * DAY_MS })] });
    const { sync_queue: queue } = mergeTables({ ...nothing, current: damaged([]), base, nowMs: 100 * DAY_MS });
    expect(queue.map(({ state }) => state)).toEqual(['parked', 'sent']);
    expect(JSON.parse(String(queue[0]?.last_error))).toMatchObject({ code: 'change.foundLate' });
  });

  it('orders two changes with the same position one after the other', () => {
    const current = damaged([aChange(5, { change_id: 'joined', created_at: 1 }), aChange(6)]);
    const base = aReading({ sync_queue: [aChange(5, { created_at: 1 })] });
    const { sync_queue: queue } = mergeTables({ ...nothing, current, base });
    expect(new Set(queue.map(({ id }) => id)).size).toBe(3);
    expect(idsOf(queue).at(-1)).toBe('change-6');
  });
});

it('the copy of the records keeps its own cursor', () => {
  const current = aReading({
    sync_state: [
      { key: 'round', value: '7' },
      { key: 'cursor', value: '99' },
    ],
  });
  const base = aReading({
    sync_state: [
      { key: 'round', value: '3' },
      { key: 'ticket', value: '"3.x"' },
    ],
  });
  expect(mergeTables({ ...nothing, current, base }).sync_state).toEqual([
    { key: 'round', value: '7' },
    { key: 'ticket', value: '"3.x"' },
  ]);
});

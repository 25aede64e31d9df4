import type { FerryError } from '#app/contract/errors.ts';
import type { HistoryEntry } from '#app/contract/history.ts';
import type { Activity } from '#app/contract/protocol.ts';
import type { FakeDesk } from './desk.ts';
import { samplePeople } from './sample.ts';

const MINUTE_MS = 60_000;

/** Fills the sync centre: waiting edits, a parked change, conflicts. */
export function addTrouble(desk: FakeDesk): void {
  const clients = [...(desk.tables.get('clients')?.values() ?? [])];
  const tasks = [...(desk.tables.get('tasks')?.values() ?? [])];
  const [first, second, third, fourth] = clients;
  const [task] = tasks;
  if (!first || !second || !third || !fourth || !task) return;
  desk.write('clients', 'update', first.id, { phone: '+44 1225 448 120' });
  desk.write('clients', 'update', first.id, { contact: 'Nora Ackermann-Lee' });
  desk.write('tasks', 'update', task.id, { status: 'done' });
  const parked = desk.write('clients', 'update', second.id, { email: 'office@bloom.example' });
  if (parked.ok) {
    const lastError: FerryError = {
      code: 'record.deleted',
      action: 'restoreParent',
    };
    Object.assign(parked.value, { state: 'parked', attempts: 1, lastError });
    desk.tables.get('clients')?.set(second.id, { ...second, badge: 'parked' });
  }
  const conflictOver = (record: typeof third, field: string, mine: string, theirs: string, by: string) => {
    desk.conflicts.push({
      conflictId: crypto.randomUUID(),
      changeId: crypto.randomUUID(),
      table: record.table,
      recordId: record.id,
      title: String(record.data.name ?? record.data.title),
      fields: [{ field, base: record.data[field] ?? null, mine, theirs, kept: theirs }],
      mineAt: Date.now() - 600_000,
      theirsBy: by,
      theirsAt: Date.now() - 42 * MINUTE_MS,
      createdAt: Date.now() - 12 * MINUTE_MS,
      resolution: null,
      resolvedAt: null,
    });
    desk.tables.get(record.table)?.set(record.id, { ...record, badge: 'conflict' });
  };
  conflictOver(third, 'taxId', 'GB199200331', 'GB199200332', 'p-jon');
  conflictOver(fourth, 'taxId', 'DE811907980', 'DE811907981', 'p-mei');
  desk.emitStatus();
}

export function fakeHistory(): HistoryEntry[] {
  const now = Date.now();
  const run = (id: number, minutesAgo: number, reason: string, rest: Partial<HistoryEntry>): HistoryEntry => ({
    id,
    startedAt: now - minutesAgo * MINUTE_MS,
    durationMs: 180 + id * 37,
    syncedCount: 0,
    pulledCount: 0,
    merged: 0,
    conflicts: 0,
    parked: 0,
    error: null,
    reason,
    details: null,
    ...rest,
  });
  return [
    run(6, 2, 'localChange', { syncedCount: 3, merged: 1, parked: 1 }),
    run(5, 7, 'serverEvent', { pulledCount: 14 }),
    run(4, 12, 'interval', {}),
    run(3, 31, 'networkUp', { syncedCount: 5, conflicts: 2, pulledCount: 41 }),
    run(2, 58, 'manual', {
      error: {
        code: 'network.timeout',
        action: 'wait',
      },
    }),
    run(1, 130, 'start', { pulledCount: 1110, durationMs: 2400 }),
  ];
}

export function fakeActivity(desk: FakeDesk, table: string, recordId: string): Activity[] {
  const data = desk.record(table, recordId)?.data ?? {};
  const now = Date.now();
  const entry = (
    seq: number,
    daysAgo: number,
    person: number,
    operation: Activity['operation'],
    fields: Activity['fields'],
  ) => ({
    seq,
    at: now - daysAgo * 24 * 60 * MINUTE_MS - seq * 11 * MINUTE_MS,
    personId: samplePeople[person]?.id ?? '',
    personName: samplePeople[person]?.name ?? '',
    deviceId: `device-${person}`,
    deviceName: person === 0 ? 'Ana’s MacBook' : 'Front desk PC',
    changeId: crypto.randomUUID(),
    operation,
    fields,
  });
  return [
    entry(9, 0, 1, 'update', { notes: { from: null, to: data.notes ?? 'Called on Tuesday.' } }),
    entry(7, 3, 0, 'update', { status: { from: 'prospect', to: 'active' }, ownerId: { from: null, to: 'p-ana' } }),
    entry(2, 40, 1, 'insert', { '*': { from: null, to: null } }),
  ];
}

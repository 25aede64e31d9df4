import type { Receipt, RecentChange } from '#app/contract/history.ts';
import type { Backup } from '#app/contract/settings.ts';
import type { FakeDesk } from './desk.ts';
import { samplePeople } from './sample.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function fakeBackups(): Backup[] {
  const now = Date.now();
  return [3, 27, 51].map((hours, index) => ({
    name: `ferry-${index}.db`,
    at: now - hours * HOUR_MS,
    bytes: 2_400_000 - index * 31_000,
    kind: index > 0 ? 'daily' : 'manual',
    version: null,
  }));
}

/** What colleagues changed in the last hours, over a few clients. */
export function fakeRecentChanges(desk: FakeDesk): RecentChange[] {
  const clients = [...(desk.tables.get('clients')?.values() ?? [])];
  const engagements = [...(desk.tables.get('engagements')?.values() ?? [])];
  return engagements.slice(0, 7).map((engagement, index) => {
    const client = clients.find(({ id }) => id === engagement.data.clientId);
    return {
      table: 'engagements',
      id: engagement.id,
      title: String(engagement.data.title),
      root: client === undefined ? null : { table: 'clients', id: client.id, title: String(client.data.name) },
      by: samplePeople[1 + (index % 2)]?.id ?? '',
      at: Date.now() - (index + 1) * 23 * MINUTE_MS,
      deleted: index === 5,
    };
  });
}

export function fakeReceipts(desk: FakeDesk): Receipt[] {
  return [...(desk.tables.get('clients')?.values() ?? [])].slice(0, 12).map((client, index) => ({
    changeId: `01890000-aaaa-7000-8000-${String(index).padStart(12, '0')}`,
    table: 'clients',
    recordId: client.id,
    title: String(client.data.name),
    operation: 'update',
    data: { phone: client.data.phone ?? null },
    savedAt: Date.now() - (index + 2) * HOUR_MS,
    acknowledgedAt: Date.now() - (index + 2) * HOUR_MS + 1800,
    outcome: 'applied',
    version: 1200 + index,
  }));
}

import { vi } from 'vitest';
import type { FerryBridge } from '#app/contract/events.ts';
import { createFerryClient } from '../../../renderer/store/ferry-client.ts';
import { createRendererStore } from '../../../renderer/store/renderer-store.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';

/** What the screens work with, over a pretended main. */
export function aDesk() {
  const { bridge, desk: fake } = createFakeBridge({
    isOnline: false,
    size: { clients: 250, engagements: 3, tasks: 3 },
  });
  const queueChange = vi.spyOn(bridge, 'queueChange');
  const listRecords = vi.spyOn(bridge, 'listRecords');
  // Before the desk is made: it takes the calls as it finds them.
  const undoInMain = bridge.undoChanges;
  const undoChanges = vi.spyOn(bridge, 'undoChanges');
  const getCachedEntity = vi.spyOn(bridge, 'getCachedEntity');
  const main = keepingDrafts(bridge);
  const desk = deskOver(bridge);
  const [client] = [...(fake.tables.get('clients')?.values() ?? [])];
  if (client === undefined) throw new Error('no client');
  const calls = { queueChange, listRecords, undoInMain, undoChanges, getCachedEntity, ...main };
  return { desk, fake, bridge, client, ...calls, now: () => desk.store.getState() };
}

export function deskOver(bridge: FerryBridge) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  return createRendererStore({ client: createFerryClient(bridge), storage });
}

/** Makes main keep drafts, as it does, past the end of a desk. */
export function keepingDrafts(bridge: FerryBridge) {
  const rows = new Map<string, { table: string; person: string; field: string; value: unknown }>();
  const putDraft = vi.spyOn(bridge, 'putDraft').mockImplementation(async (table, person, field, value) => {
    const key = [table, person, field].join('/');
    value === null ? rows.delete(key) : rows.set(key, { table, person, field, value: structuredClone(value) });
    return { ok: true, value: undefined };
  });
  vi.spyOn(bridge, 'getDrafts').mockImplementation(async (table, person) => ({
    ok: true,
    value: [...rows.values()]
      .filter((row) => row.table === table && row.person === person)
      .map(({ field, value }) => ({ field, value: value as string, at: 0 })),
  }));
  return { rows, putDraft };
}

export const diskFull = {
  ok: false as const,
  error: { code: 'store.diskFull' as const, action: 'freeDiskSpace' as const },
};

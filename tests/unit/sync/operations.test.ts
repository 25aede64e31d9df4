import { describe, expect, it } from 'vitest';
import { failed, toFerryError } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import { createDeskOperations } from '#app/sync/operations.ts';
import { aWorkbench } from '../../support/workbench.ts';

const offline = { code: 'network.offline', action: 'wait' } as const;

/** The operations over a workbench; what they hand on to the engine is noted in `asked`. */
function aDeskOfOperations() {
  const desk = aWorkbench();
  const asked: unknown[] = [];
  const report: SyncReport = {
    ...{ startedAt: 1, durationMs: 2, syncedCount: 3, pulledCount: 4, merged: 0, conflicts: 0, parked: 0 },
    error: null,
  };
  const operations = createDeskOperations({
    ...desk,
    restoreState: async (...args) => {
      asked.push(['restoreState', ...args]);
      return null;
    },
    activity: async (query) => {
      asked.push(['activity', query]);
      return failed(offline);
    },
    syncNow: async () => report,
    status: (): SyncStatus => {
      throw new Error('not asked');
    },
    nowMs: () => desk.clock.nowMs(),
    cleanUp: async (days) => {
      asked.push(['cleanUp', days]);
      return 5;
    },
    pause: (until) => void asked.push(['pause', until]),
    markBroughtBackSeen: () => void asked.push(['markBroughtBackSeen']),
    markSynced: (changeId) => void asked.push(['markSynced', changeId]),
  });
  return { desk, operations, asked, report };
}

const codeOf = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(String, (thrown: unknown) => toFerryError(thrown).code);

describe('cacheEntity', () => {
  it('moves the shadow, and keeps an edit on top of it', async () => {
    const { desk, operations } = aDeskOfOperations();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', city: 'Kiel' });
    await operations.queueChange('clients', 'update', 'c-1', { city: 'Oslo' }, undefined);
    const record = await operations.cacheEntity('clients', 'c-1', { name: 'Nordwind AG', city: 'Bergen' }, 9);
    expect(record).toMatchObject({ version: 9, badge: 'pending', data: { name: 'Nordwind AG', city: 'Oslo' } });
    expect(desk.store.cache.row('clients', 'c-1')?.shadow?.data).toEqual({ name: 'Nordwind AG', city: 'Bergen' });
    desk.expectFold();
  });

  it('ignores data older than the shadow', async () => {
    const { operations } = aDeskOfOperations();
    await operations.cacheEntity('clients', 'c-1', { name: 'Newer' }, 9);
    expect(await operations.cacheEntity('clients', 'c-1', { name: 'Older' }, 8)).toMatchObject({
      version: 9,
      data: { name: 'Newer' },
    });
  });

  it('refuses tables outside the schema', async () => {
    const { operations } = aDeskOfOperations();
    expect(await codeOf(() => operations.cacheEntity('secrets', 's-1', {}, 1))).toBe('table.unknown');
  });
});

describe('waiting work', () => {
  it('is reported page by page, without internal fields', async () => {
    const { desk, operations } = aDeskOfOperations();
    const changes = ['c-1', 'c-2', 'c-3'].map((id) => desk.newClient(id));
    const first = await operations.getPendingChanges({ limit: 2 });
    expect(first.map(({ changeId }) => changeId)).toEqual(changes.slice(0, 2).map(({ changeId }) => changeId));
    const rest = await operations.getPendingChanges({ limit: 2, after: Number(first.at(-1)?.id) });
    expect(rest.map(({ recordId }) => recordId)).toEqual(['c-3']);
    expect(Object.keys(first[0] ?? {})).toEqual(
      expect.not.arrayContaining(['blockedBy', 'origin', 'isCapped', 'outcome', 'ackedVersion', 'ackedAt']),
    );
  });

  it('is reported by state: a change that needs a person is found behind any number that only wait', async () => {
    const { desk, operations } = aDeskOfOperations();
    for (let index = 0; index < 5; index += 1) desk.newClient(`w-${index}`);
    const refused = desk.newClient('c-9');
    desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    const parked = await operations.getPendingChanges({ limit: 3, states: ['parked'] });
    expect(parked.map(({ recordId }) => recordId)).toEqual(['c-9']);
    const waiting = await operations.getPendingChanges({ limit: 10, states: ['pending', 'sent'] });
    expect(waiting.map(({ recordId }) => recordId)).toEqual(['w-0', 'w-1', 'w-2', 'w-3', 'w-4']);
  });

  it('is found in lists: only records the server does not have yet, due soon or not', async () => {
    const { desk, operations } = aDeskOfOperations();
    desk.arrives('clients', 'c-1', { name: 'Amber' });
    desk.arrives('clients', 'c-2', { name: 'Birch' });
    desk.save('clients', 'update', 'c-2', { city: 'Kiel' });
    desk.accepts(desk.newClient('c-3', { name: 'Cedar' }));
    desk.answers(desk.newClient('c-4', { name: 'Alder' }), { outcome: 'rejected', code: 'validation.failed' });
    const query = { filters: [], search: '', sort: null, isUnsent: true };
    const unsent = await operations.listRecords('clients', query, { limit: 10 });
    expect([unsent.total, unsent.rows.map(({ id }) => id)]).toEqual([2, ['c-4', 'c-2']]);
    const inKiel = { ...query, filters: [{ field: 'city', test: 'in' as const, values: ['Kiel'] }] };
    expect((await operations.listRecords('clients', inKiel, { limit: 10 })).rows.map(({ id }) => id)).toEqual(['c-2']);
  });

  it('is exported whole, parked and in conflict included, but nothing acknowledged', async () => {
    const { desk, operations } = aDeskOfOperations();
    const [done, refused, waiting] = ['c-1', 'c-2', 'c-3'].map((id) => desk.newClient(id));
    if (done) desk.accepts(done);
    if (refused) desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    const text = await operations.exportChanges();
    const { format, changes } = JSON.parse(text) as { format: string; changes: { changeId: string; state: string }[] };
    expect(format).toBe('ferry-changes');
    expect(changes.map(({ changeId, state }) => [changeId, state])).toEqual([
      [refused?.changeId, 'parked'],
      [waiting?.changeId, 'pending'],
    ]);
  });
});

describe('reading', () => {
  it('gives each row of a list its badge', async () => {
    const { desk, operations } = aDeskOfOperations();
    desk.arrives('clients', 'c-1', { name: 'Amber' });
    desk.newClient('c-2', { name: 'Birch' });
    desk.answers(desk.newClient('c-3', { name: 'Cedar' }), { outcome: 'rejected', code: 'validation.failed' });
    const query = { filters: [], search: '', sort: { field: 'name', direction: 'asc' as const } };
    const { rows, total } = await operations.listRecords('clients', query, { limit: 10 });
    expect(rows.map(({ id, badge }) => [id, badge])).toEqual([
      ['c-1', 'synced'],
      ['c-2', 'pending'],
      ['c-3', 'parked'],
    ]);
    expect(total).toBe(3);
  });

  it('shows each receipt with the record’s current title', async () => {
    const { desk, operations } = aDeskOfOperations();
    const change = desk.newClient('c-1', { name: 'Nordwind' });
    desk.accepts(change);
    desk.save('clients', 'update', 'c-1', { name: 'Nordwind AG' });
    const receipts = await operations.listReceipts({ from: 0, limit: 10 });
    expect(receipts).toMatchObject([{ changeId: change.changeId, title: 'Nordwind AG', outcome: 'applied' }]);
  });

  it('returns every upload of a period, page by page, from either end, though many were acknowledged at once', async () => {
    const { desk, operations } = aDeskOfOperations();
    const changes = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'].map((id) => desk.newClient(id));
    for (const change of changes) desk.accepts(change);
    for (const isNewestFirst of [false, true]) {
      const reported: string[] = [];
      let after: { acknowledgedAt: number; changeId: string } | undefined;
      do {
        const page = await operations.listReceipts({ from: 0, limit: 2, isNewestFirst, after });
        reported.push(...page.map(({ recordId }) => recordId));
        const last = page.at(-1);
        after = last && { acknowledgedAt: last.acknowledgedAt, changeId: last.changeId };
      } while (after);
      const all = changes.map(({ recordId }) => recordId);
      expect(reported).toEqual(isNewestFirst ? all.reverse() : all);
    }
  });

  it('reports recent changes of others, and not this person’s', async () => {
    const { desk, operations } = aDeskOfOperations();
    desk.store.transaction(() => desk.store.state.set({ personId: 'me' }));
    desk.arrives('clients', 'c-1', { name: 'Theirs' }, { by: 'somebody', at: 5 });
    desk.arrives('clients', 'c-2', { name: 'Mine' }, { by: 'me', at: 6 });
    expect((await operations.recentChanges(0, 10)).map(({ title }) => title)).toEqual(['Theirs']);
  });

  it('reports why the trail of a record cannot be read', async () => {
    const { operations, asked } = aDeskOfOperations();
    expect(await codeOf(() => operations.getActivity('clients', 'c-1', 7))).toBe('network.offline');
    expect(asked).toEqual([['activity', { table: 'clients', recordId: 'c-1', before: 7 }]]);
  });
});

describe('a delegated operation', () => {
  it('reaches its part with its input unchanged', async () => {
    const { operations, asked, report } = aDeskOfOperations();
    expect(await operations.cleanupSyncQueue({ olderThanDays: 3 })).toBe(5);
    await operations.pauseSync(null);
    await operations.pauseSync(99);
    await operations.resumeSync();
    await operations.restoreState('clients', 'c-1', 4);
    expect(await operations.syncToServer()).toBe(report);
    expect(asked).toEqual([
      ['cleanUp', 3],
      ['pause', null],
      ['pause', 99],
      ['pause', 'resumed'],
      ['restoreState', 'clients', 'c-1', 4],
    ]);
  });
});

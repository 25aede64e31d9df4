import { describe, expect, it } from 'vitest';
import { recordKey } from '#app/contract/record-key.ts';
import { createJoinFirm, type FirmToJoin } from '#app/sync/edits/join-firm.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { aWorkbench } from '../../../support/workbench.ts';

const there: FirmToJoin = {
  server: 'https://ferry.test',
  firmId: 'firm-2',
  personId: 'ana-there',
  bringsWork: true,
  people: new Map([['ana', 'ana-there']]),
  without: new Set(),
};

/** A desk of firm-1 that has synced with its server, with a client, its engagement and a client nobody touches. */
function aDeskOfAnotherFirm() {
  const bench = aWorkbench();
  const { store } = bench;
  store.transaction(() =>
    store.state.set({
      owner: { server: 'https://ferry.test', firmId: 'firm-1' },
      personId: 'ana',
      epoch: 'e-1',
      cursor: 9,
    }),
  );
  bench.arrives('clients', 'c-1', { name: 'Nordwind', ownerId: 'ana', city: 'Kiel' });
  bench.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
  bench.arrives('clients', 'c-2', { name: 'Untouched', ownerId: 'ben' });
  const join = (target: Partial<FirmToJoin> = {}) =>
    createJoinFirm({ store, edits: bench.edits, log: quietLog })({ ...there, ...target });
  const waiting = () =>
    store.queue.pendingPage(100, 0).map(({ table, operation, recordId }) => ({ table, operation, recordId }));
  return { ...bench, join, waiting };
}

describe('a desk that joins another firm', () => {
  it('takes along what was never uploaded, unchanged, after its parents', () => {
    const desk = aDeskOfAnotherFirm();
    desk.newTask('t-1', 'e-1', { assigneeId: 'ana' });
    expect(desk.join()).toEqual({ brought: 3, left: 0 });
    expect(desk.waiting()).toEqual([
      { table: 'clients', operation: 'insert', recordId: 'c-1' },
      { table: 'engagements', operation: 'insert', recordId: 'e-1' },
      { table: 'tasks', operation: 'insert', recordId: 't-1' },
    ]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', city: 'Kiel', ownerId: 'ana-there' });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ assigneeId: 'ana-there' });
    desk.expectFold();
  });

  it('takes an edit along as the whole record: the other firm has no record to edit', () => {
    const desk = aDeskOfAnotherFirm();
    desk.save('clients', 'update', 'c-1', { city: 'Lübeck' });
    desk.join();
    expect(desk.waiting()).toEqual([{ table: 'clients', operation: 'insert', recordId: 'c-1' }]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', city: 'Lübeck' });
  });

  it('keeps nothing else of the old firm: no record, no receipt, no history', () => {
    const desk = aDeskOfAnotherFirm();
    desk.accepts(desk.newClient('c-3'));
    desk.store.transaction(() => desk.store.queue.removeAcknowledged(Number.MAX_SAFE_INTEGER));
    desk.join();
    for (const table of ['cached_clients', 'cached_engagements', 'sync_queue', 'receipts', 'sync_conflicts']) {
      expect(desk.connection.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    }
    expect(desk.store.state.get('owner')).toEqual({ server: there.server, firmId: 'firm-2' });
    expect(desk.store.state.get('epoch')).toBeNull();
    expect(desk.store.state.get('cursor')).toBe(0);
  });

  it('leaves out what the person deselects, and deletions', () => {
    const desk = aDeskOfAnotherFirm();
    desk.newClient('c-3', { name: 'Private' });
    desk.newClient('c-4', { name: 'Wanted' });
    desk.save('clients', 'delete', 'c-2');
    expect(desk.join({ without: new Set([recordKey('clients', 'c-3')]) })).toEqual({ brought: 1, left: 2 });
    expect(desk.waiting()).toEqual([{ table: 'clients', operation: 'insert', recordId: 'c-4' }]);
  });

  it('names no person the other firm does not know', () => {
    const desk = aDeskOfAnotherFirm();
    desk.save('clients', 'update', 'c-2', { city: 'Bremen' });
    desk.join();
    expect(desk.visible('clients', 'c-2')).toMatchObject({ city: 'Bremen', ownerId: null });
  });

  it('also takes along what waits for a decision', () => {
    const desk = aDeskOfAnotherFirm();
    const parked = desk.newClient('c-3');
    desk.answers(parked, { outcome: 'rejected', version: 0, code: 'validation.failed', message: 'x', action: 'fix' });
    expect(desk.join()).toEqual({ brought: 1, left: 0 });
    expect(desk.visible('clients', 'c-3')).toBeDefined();
  });

  it('takes unsaved drafts along', () => {
    const desk = aDeskOfAnotherFirm();
    desk.newClient('c-3');
    const draftOf = (id: string, isNew: boolean) => ({ table: 'clients', id, isNew, data: {}, fields: {} });
    desk.store.drafts.put('clients', 'ana', 'c-3', draftOf('c-3', false), 1);
    desk.store.drafts.put('clients', 'ana', 'c-9', draftOf('c-9', true), 1);
    desk.store.drafts.put('clients', 'ana', 'c-2', draftOf('c-2', false), 1);
    desk.join();
    expect(desk.store.drafts.of('clients', 'ana-there').map(({ field }) => field)).toEqual(['c-3', 'c-9']);
    expect(desk.store.drafts.of('clients', 'ana')).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { OrphanDecision } from '#app/contract/queue.ts';
import { aDesk, type TestDesk } from '../../support/desk.ts';
import { type FirmServer, startFirmServer } from '../../support/firm-server.ts';

let server: FirmServer;

beforeEach(async () => {
  server = await startFirmServer();
  await server.write([
    { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind' } },
    { table: 'clients', recordId: 'c-2', data: { name: 'Ost' } },
    { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
    { table: 'tasks', recordId: 't-1', data: { title: 'Call', engagementId: 'e-1' } },
  ]);
});
afterEach(() => server.dispose());

async function aSyncedDesk(name: string): Promise<TestDesk> {
  const desk = await aDesk(name, { server });
  onTestFinished(() => desk.dispose());
  await desk.syncWell();
  return desk;
}

/** Ana does `work` on Nordwind without a network, Ben deletes Nordwind and all below it meanwhile, then Ana syncs. */
async function whileBenDeletes(work: (ana: TestDesk) => void) {
  const ana = await aSyncedDesk('ana');
  const ben = await aSyncedDesk('ben');
  work(ana);
  ben.operations.deleteWithDependants('clients', ['c-1']);
  await ben.syncWell();
  await ana.syncWell();
  return { ana, ben };
}

async function parkedOf(desk: TestDesk) {
  const waiting = await desk.operations.getPendingChanges({ limit: 100 });
  return waiting.filter(({ state }) => state === 'parked');
}

async function settle(desk: TestDesk, decision: OrphanDecision, recordId?: string) {
  const parked = await parkedOf(desk);
  const change = parked.find((each) => recordId === undefined || each.recordId === recordId);
  if (change === undefined) throw new Error('Nothing is parked.');
  return desk.operations.settleOrphan(change.changeId, decision);
}

const newEngagement = (desk: TestDesk, id = 'e-2') =>
  desk.save('engagements', 'insert', id, { title: `Advice ${id}`, clientId: 'c-1' });

const isSettled = async (desk: TestDesk) => {
  desk.expectFold();
  const { parked, pending } = desk.desk.status().regions.counts;
  return { parked, pending, isSettled: (await parkedOf(desk)).length === 0 };
};
const nothingLeft = { parked: 0, pending: 0, isSettled: true };

describe('work under a client that a colleague deleted', () => {
  it('reports what is gone, up to the top, and how much waits for it', async () => {
    const { ana } = await whileBenDeletes((desk) => {
      desk.save('tasks', 'insert', 't-2', { title: 'Write', engagementId: 'e-1' });
      newEngagement(desk);
    });
    const parked = await parkedOf(ana);
    const [task] = parked.filter(({ table }) => table === 'tasks');
    expect(await ana.operations.getOrphan(task?.changeId ?? '')).toMatchObject({
      field: 'engagementId',
      parents: [
        { table: 'engagements', recordId: 'e-1', title: 'Audit' },
        { table: 'clients', recordId: 'c-1', title: 'Nordwind' },
      ],
      isRestorable: true,
      released: 2,
    });
  });

  it('is uploaded once the client is restored, with one decision for everything that waits for it', async () => {
    const { ana, ben } = await whileBenDeletes((desk) => {
      newEngagement(desk, 'e-2');
      newEngagement(desk, 'e-3');
    });
    expect(await parkedOf(ana)).toHaveLength(2);
    await settle(ana, { choice: 'restore' });
    await ana.syncWell();
    expect(await isSettled(ana)).toEqual(nothingLeft);
    await ben.syncWell();
    expect(ben.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', status: 'active' });
    expect(ben.visible('engagements', 'e-2')).toMatchObject({ title: 'Advice e-2' });
    expect(ben.visible('engagements', 'e-3')).toBeDefined();
    expect(ben.visible('engagements', 'e-1'), 'what nobody asked for stays deleted').toBeUndefined();
  });

  it('restores the whole chain for a task under an engagement that was deleted with its client', async () => {
    const { ana, ben } = await whileBenDeletes((desk) =>
      desk.save('tasks', 'insert', 't-2', { title: 'Write', engagementId: 'e-1' }),
    );
    await settle(ana, { choice: 'archive' });
    await ana.syncWell();
    expect(await isSettled(ana)).toEqual(nothingLeft);
    await ben.syncWell();
    expect(ben.visible('clients', 'c-1')).toMatchObject({ status: 'archived' });
    expect(ben.visible('engagements', 'e-1')).toMatchObject({ status: 'cancelled' });
    expect(ben.visible('tasks', 't-2')).toMatchObject({ title: 'Write' });
  });

  it('moves to another client, with what was made below it', async () => {
    const { ana, ben } = await whileBenDeletes((desk) => {
      newEngagement(desk);
      desk.save('tasks', 'insert', 't-2', { title: 'Write', engagementId: 'e-2' });
    });
    await settle(ana, { choice: 'move', parentId: 'c-2' }, 'e-2');
    await ana.syncWell();
    expect(await isSettled(ana)).toEqual(nothingLeft);
    await ben.syncWell();
    expect(ben.visible('engagements', 'e-2')).toMatchObject({ clientId: 'c-2' });
    expect(ben.visible('tasks', 't-2')).toBeDefined();
    expect(ben.visible('clients', 'c-1')).toBeUndefined();
  });

  it('keeps an edit of a record that was deleted with its client, wherever it moves, and raises no further question', async () => {
    for (const decision of [{ choice: 'restore' }, { choice: 'move', parentId: 'c-2' }] as const) {
      await server.write([
        { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind' } },
        { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
      ]);
      const { ana, ben } = await whileBenDeletes((desk) =>
        desk.save('engagements', 'update', 'e-1', { period: decision.choice }),
      );
      await settle(ana, decision);
      await ana.syncWell();
      expect(await isSettled(ana)).toEqual(nothingLeft);
      expect(await ana.operations.listConflicts({ isOpen: true })).toEqual([]);
      await ben.syncWell();
      expect(ben.visible('engagements', 'e-1')).toMatchObject({
        period: decision.choice,
        clientId: decision.choice === 'move' ? 'c-2' : 'c-1',
      });
    }
  });

  it('moves together what was saved together', async () => {
    const { ana, ben } = await whileBenDeletes((desk) =>
      desk.operations.queueChanges([
        { table: 'engagements', operation: 'insert', recordId: 'e-2', data: { title: 'One', clientId: 'c-1' } },
        { table: 'engagements', operation: 'insert', recordId: 'e-3', data: { title: 'Two', clientId: 'c-1' } },
      ]),
    );
    await settle(ana, { choice: 'move', parentId: 'c-2' }, 'e-2');
    await ana.syncWell();
    await ben.syncWell();
    expect([ben.visible('engagements', 'e-2'), ben.visible('engagements', 'e-3')]).toMatchObject([
      { clientId: 'c-2' },
      { clientId: 'c-2' },
    ]);
  });

  it('also moves what was saved together with it since, still together', async () => {
    await server.write([{ table: 'engagements', recordId: 'e-9', data: { title: 'Other', clientId: 'c-2' } }]);
    const { ana, ben } = await whileBenDeletes((desk) => desk.save('engagements', 'update', 'e-1', { period: '2026' }));
    ana.operations.queueChanges([
      { table: 'engagements', operation: 'update', recordId: 'e-1', data: { status: 'done' } },
      { table: 'engagements', operation: 'update', recordId: 'e-9', data: { status: 'done' } },
    ]);
    await settle(ana, { choice: 'move', parentId: 'c-2' });
    const waiting = await ana.operations.getPendingChanges({ limit: 100 });
    const together = waiting.filter(({ data }) => data.status === 'done').map(({ txnId }) => txnId);
    expect(together).toHaveLength(2);
    expect(new Set(together).size).toBe(1);
    await ana.syncWell();
    await ben.syncWell();
    expect(await isSettled(ana)).toEqual(nothingLeft);
    expect(ben.visible('engagements', 'e-1')).toMatchObject({ clientId: 'c-2', period: '2026', status: 'done' });
    expect(ben.visible('engagements', 'e-9')).toMatchObject({ status: 'done' });
  });

  it('cannot move to a client that is deleted as well; then nothing changes', async () => {
    const { ana } = await whileBenDeletes((desk) => newEngagement(desk));
    await expect(settle(ana, { choice: 'move', parentId: 'c-1' })).rejects.toMatchObject({
      error: { code: 'reference.deleted' },
    });
    expect(await parkedOf(ana)).toMatchObject([{ recordId: 'e-2', state: 'parked' }]);
    ana.expectFold();
  });
});

describe('undoing such a decision', () => {
  it('before it was sent leaves no trace', async () => {
    const { ana } = await whileBenDeletes((desk) => {
      newEngagement(desk);
      desk.save('tasks', 'insert', 't-2', { title: 'Write', engagementId: 'e-2' });
    });
    const before = await parkedOf(ana);
    const settled = await settle(ana, { choice: 'restore' }, 'e-2');
    expect(ana.visible('clients', 'c-1')).toBeDefined();
    await ana.operations.undoOrphan(settled);
    expect(await parkedOf(ana)).toEqual(before);
    expect(ana.visible('clients', 'c-1')).toBeUndefined();
    expect(ana.visible('engagements', 'e-2')).toBeDefined();
    ana.expectFold();
  });

  it('after it was uploaded undoes it on the server, and the work is parked here again', async () => {
    const { ana, ben } = await whileBenDeletes((desk) => {
      newEngagement(desk);
      desk.save('engagements', 'update', 'e-1', { period: '2026' });
    });
    const settled = await settle(ana, { choice: 'restore' });
    await ana.syncWell();
    ana.save('engagements', 'update', 'e-2', { period: '2027' });
    await ana.operations.undoOrphan(settled);
    expect(ana.visible('engagements', 'e-2'), 'still on the screen').toMatchObject({ title: 'Advice e-2' });
    await ana.syncWell();
    await ben.syncWell();
    expect(ben.visible('clients', 'c-1')).toBeUndefined();
    expect(ben.visible('engagements', 'e-2')).toBeUndefined();
    expect(await parkedOf(ana)).toMatchObject([
      { recordId: 'e-2', data: { period: '2027' }, lastError: { code: 'reference.deleted' } },
      { recordId: 'e-1', data: { period: '2026' } },
    ]);
    await settle(ana, { choice: 'restore' });
    await ana.syncWell();
    await ben.syncWell();
    expect(await isSettled(ana)).toEqual(nothingLeft);
    expect(ben.visible('engagements', 'e-2')).toBeDefined();
    expect(ben.visible('engagements', 'e-1')).toMatchObject({ period: '2026' });
  });

  it('keeps what was typed since: it waits as well', async () => {
    const { ana } = await whileBenDeletes((desk) => newEngagement(desk));
    const settled = await settle(ana, { choice: 'move', parentId: 'c-2' });
    ana.save('engagements', 'update', 'e-2', { period: '2027' });
    await ana.operations.undoOrphan(settled);
    expect(ana.visible('engagements', 'e-2')).toMatchObject({ period: '2027', clientId: 'c-1' });
    expect(await parkedOf(ana)).toHaveLength(2);
    ana.expectFold();
  });
});

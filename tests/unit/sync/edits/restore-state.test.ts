import { describe, expect, it } from 'vitest';
import { failed, ok, type Result, toFerryError } from '#app/contract/errors.ts';
import type { Activity, ActivityPage, ActivityQuery } from '#app/contract/protocol.ts';
import { createRestoreState } from '#app/sync/edits/restore-state.ts';
import { aWorkbench } from '../../../support/workbench.ts';

function entry(seq: number, fields: Activity['fields'], operation: Activity['operation'] = 'update'): Activity {
  const who = { personId: 'p', personName: 'Ben', deviceId: 'd', deviceName: 'laptop' };
  return { seq, at: seq, ...who, changeId: `change-${seq}`, operation, fields };
}

/** c-1, written in five steps by others: Kiel, Bergen, deleted, brought back in Oslo, renamed. */
const TRAIL: Activity[] = [
  entry(50, { name: { from: 'Nordwind', to: 'Nordwind AG' } }),
  entry(40, { '*': { from: true, to: false }, city: { from: 'Bergen', to: 'Oslo' } }),
  entry(30, { '*': { from: false, to: true } }, 'delete'),
  entry(20, { city: { from: 'Kiel', to: 'Bergen' } }),
  entry(10, { name: { from: null, to: 'Nordwind' }, city: { from: null, to: 'Kiel' } }, 'insert'),
];

/** A desk on which c-1 has arrived, and the server's trail of it, `pageSize` entries at a time. */
function aDeskWithATrail({ trail = TRAIL, pageSize = 10, deleted = false } = {}) {
  const desk = aWorkbench();
  desk.arrives('clients', 'c-1', { name: 'Nordwind AG', city: 'Oslo' }, { version: 50, deleted });
  const asked: ActivityQuery[] = [];
  async function activity(query: ActivityQuery): Promise<Result<ActivityPage>> {
    asked.push(query);
    const rest = trail.filter(({ seq }) => query.before === undefined || seq < query.before);
    const entries = rest.slice(0, pageSize);
    return ok({ entries, next: rest.length > pageSize ? (entries.at(-1)?.seq ?? null) : null });
  }
  const restoreState = createRestoreState({ store: desk.store, edits: desk.edits, activity });
  return { desk, asked, restoreTo: (seq: number) => restoreState('clients', 'c-1', seq) };
}

const codeOf = (work: Promise<unknown>) => work.then(String, (thrown: unknown) => toFerryError(thrown).code);

describe('restoring an earlier state of a record', () => {
  it('queues the fields that differ, and shows them at once', async () => {
    const { desk, restoreTo } = aDeskWithATrail();
    const change = await restoreTo(20);
    expect(change).toMatchObject({ operation: 'update', data: { name: 'Nordwind', city: 'Bergen' }, state: 'pending' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', city: 'Bergen' });
    desk.expectFold();
  });

  it('uses the state right after the sequence, its own entry included', async () => {
    const { restoreTo } = aDeskWithATrail();
    expect(await restoreTo(40)).toMatchObject({ operation: 'update', data: { name: 'Nordwind' } });
  });

  it('reads history page by page, and no further than needed', async () => {
    const { asked, restoreTo } = aDeskWithATrail({ pageSize: 2 });
    expect(await restoreTo(10)).toMatchObject({ data: { name: 'Nordwind', city: 'Kiel' } });
    expect(asked.map(({ before }) => before)).toEqual([undefined, 40, 20]);
    asked.length = 0;
    await restoreTo(45);
    expect(asked).toHaveLength(1);
  });

  it('deletes a record that was deleted then', async () => {
    const { desk, restoreTo } = aDeskWithATrail();
    expect(await restoreTo(30)).toMatchObject({ operation: 'delete', data: {} });
    expect(desk.visible('clients', 'c-1')).toBeUndefined();
  });

  it('restores a deleted record whole', async () => {
    const trail = [entry(60, { '*': { from: false, to: true } }, 'delete'), ...TRAIL];
    const { desk, restoreTo } = aDeskWithATrail({ trail, deleted: true });
    expect(await restoreTo(50)).toMatchObject({ operation: 'insert', data: { name: 'Nordwind AG', city: 'Oslo' } });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind AG', city: 'Oslo' });
  });

  it('queues nothing if the record has that state already, including edits that are not uploaded', async () => {
    const { desk, restoreTo } = aDeskWithATrail();
    expect(await restoreTo(50)).toBeNull();
    desk.save('clients', 'update', 'c-1', { name: 'Nordwind' });
    expect(await restoreTo(40)).toBeNull();
    expect(await restoreTo(50)).toMatchObject({ data: { name: 'Nordwind AG' } });
  });

  it('undoes an edit that is not uploaded, too', async () => {
    const { desk, restoreTo } = aDeskWithATrail();
    desk.save('clients', 'update', 'c-1', { phone: '0431' });
    expect(await restoreTo(50)).toMatchObject({ data: { phone: null } });
  });

  it('is refused if there is no such record, or the server does not know it', async () => {
    const { desk } = aDeskWithATrail();
    const activity = async () => ok({ entries: [], next: null });
    const restore = createRestoreState({ store: desk.store, edits: desk.edits, activity });
    desk.newClient('c-new');
    expect(await codeOf(restore('clients', 'c-none', 1))).toBe('record.unknown');
    expect(await codeOf(restore('clients', 'c-new', 1))).toBe('record.noHistory');
  });

  it('reports why the trail cannot be read, and queues nothing', async () => {
    const { desk } = aDeskWithATrail();
    const activity = async () => failed({ code: 'network.offline', action: 'wait' } as const);
    const restore = createRestoreState({ store: desk.store, edits: desk.edits, activity });
    expect(await codeOf(restore('clients', 'c-1', 20))).toBe('network.offline');
    expect(desk.states()).toEqual({});
  });
});

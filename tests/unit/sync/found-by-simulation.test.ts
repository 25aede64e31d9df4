import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { decide } from '#app/rules/decide.ts';
import type { RecordState } from '#app/rules/record-state.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { refoldAll } from '#app/sync/edits/refold.ts';
import { createCleanUp } from '#app/sync/run/clean-up.ts';
import { nextBatch } from '#app/sync/run/outbox.ts';
import { becomeNewDevice } from '#app/sync/run/reset.ts';
import { aLoneDesk } from '../../support/lone-desk.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aWorkbench, slicesOf } from '../../support/workbench.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('seed 15: a first fill fetches no page before the outcome of a sent change is known', () => {
  const fails = { ok: false, error: { code: 'network.failed', action: 'wait' } } as const;

  /** Filling, with a change that was sent and whose answer was lost, and started since. */
  async function aDeskWithAnUnansweredChange() {
    const file = path.join(temporaryFolder(), 'ferry.db');
    const before = aLoneDesk({ file });
    const { desk, server, accept } = before;
    desk.signedIn();
    await desk.operations.syncToServer();
    server.sync = async () => fails;
    await before.save('insert', 'c-1', { name: 'Nordwind' });
    await desk.operations.syncToServer();
    // The server was restored meanwhile: a fresh snapshot, pinned already, of which no page has come.
    server.sync = async (request) => {
      const answer = await accept({ ...request, epoch: null });
      return answer.ok ? { ok: true, value: { ...answer.value, epoch: 'e-2' } } : answer;
    };
    const snapshot: typeof server.snapshot = async ({ limit }) =>
      limit === 1 ? { ok: true, value: { epoch: 'e-2', asOf: 5, records: [], next: null, total: 0 } } : fails;
    server.snapshot = snapshot;
    await desk.operations.syncToServer();
    await desk.dispose();

    const after = aLoneDesk({ file });
    after.server.snapshot = snapshot;
    after.desk.signedIn();
    return after;
  }

  it.each([
    ['the device turns out to be a copy', 'device.cloned'],
    ['the batch is refused as too large', 'request.tooLarge'],
  ] as const)('if %s', async (_what, code) => {
    const { desk, server, accept, calls, save } = await aDeskWithAnUnansweredChange();
    await save('insert', 'c-2', { name: 'Ost' });
    let refusals = 1;
    server.sync = async (request) => {
      if (refusals-- > 0) return { ok: false, error: { code, action: 'wait' } };
      const answer = await accept(request);
      return answer.ok ? { ok: true, value: { ...answer.value, epoch: 'e-2' } } : answer;
    };
    await desk.operations.syncToServer();
    const asked = calls.filter((call) => call === 'sync' || call === 'snapshot');
    expect(asked.slice(0, 2)).toEqual(['sync', 'sync']);
    expect(asked).toContain('snapshot');
  });
});

describe('seeds 27 and 234: a deletion that did not see the record restored', () => {
  const clients = ferrySchema.entity('clients') as AnyEntity;
  const data = { name: 'Nordwind' };
  /** Mine, deleted, and brought back by somebody else without a change of any field. */
  const broughtBack: RecordState = {
    data,
    deleted: false,
    version: 30,
    stamps: { '+': { version: 10, device: 'mine' }, [WHOLE_RECORD]: { version: 30, device: 'theirs' } },
  };
  const deletion = (baseVersion: number) => ({ operation: 'delete' as const, data: {}, baseVersion });

  it('keeps the record, and reports it', () => {
    expect(decide(clients, broughtBack, deletion(20), 'mine')).toMatchObject({
      outcome: 'conflict',
      deleted: false,
      conflicts: [{ field: WHOLE_RECORD, mine: 'deleted' }],
    });
  });

  it('deletes the record if it saw that', () => {
    expect(decide(clients, broughtBack, deletion(30), 'mine')).toMatchObject({ outcome: 'applied', deleted: true });
  });
});

describe('seeds 1069 and 1227: a clock set forward by years', () => {
  function aDeskThatCleansUp() {
    const desk = aWorkbench();
    const cleanUp = createCleanUp({ store: desk.store, clock: desk.clock, log: quietLog, inSlices: slicesOf(desk) });
    const change = desk.newClient('c-1');
    desk.accepts(change);
    desk.store.transaction(() => desk.store.state.set({ cursor: 1 }));
    return { ...desk, cleanUp, isKept: () => desk.store.queue.find(change.changeId) !== undefined };
  }

  it('makes no acknowledged change old: a restored server may still ask for it', async () => {
    const { clock, cleanUp, isKept } = aDeskThatCleansUp();
    await cleanUp.afterFullRun();
    clock.jump(10 * 365 * DAY_MS);
    await clock.advance(2 * HOUR_MS);
    await cleanUp.afterFullRun();
    expect(isKept()).toBe(true);
  });

  it('does not keep it forever: after a week of use it is removed', async () => {
    const { clock, cleanUp, isKept } = aDeskThatCleansUp();
    for (let day = 0; day <= 8; day += 1) {
      await cleanUp.afterFullRun();
      await clock.advance(DAY_MS);
    }
    expect(isKept()).toBe(false);
  });
});

describe('seeds 1078, 139 and 174: changes that add to a counter or a set', () => {
  it('are uploaded one by one, under the ids a copy of this computer may have sent them by', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10 });
    const saved = [
      desk.save('tasks', 'update', 't-1', { minutesSpent: 15 }),
      desk.save('tasks', 'update', 't-1', { minutesSpent: 25 }),
    ];
    const { changes } = desk.store.transaction(() => nextBatch(desk.store, desk.ids, { limit: 100, now: 0 }));
    expect(changes.map(({ changeId }) => changeId)).toEqual(saved.map(({ changeId }) => changeId));
  });

  it('so that a removed tag does not return with the copy', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', tags: [] });
    const saved = [
      desk.save('tasks', 'update', 't-1', { tags: ['urgent'] }),
      desk.save('tasks', 'update', 't-1', { tags: ['late', 'urgent'] }),
    ];
    const { changes } = desk.store.transaction(() => nextBatch(desk.store, desk.ids, { limit: 100, now: 0 }));
    expect(changes.map(({ changeId }) => changeId)).toEqual(saved.map(({ changeId }) => changeId));
  });

  it('while edits of other fields are joined into one', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1' });
    desk.save('tasks', 'update', 't-1', { title: 'Call back' });
    desk.save('tasks', 'update', 't-1', { title: 'Call them back' });
    const { changes } = desk.store.transaction(() => nextBatch(desk.store, desk.ids, { limit: 100, now: 0 }));
    expect(changes).toMatchObject([{ data: { title: 'Call them back' } }]);
  });
});

describe('seed 70088: a copied laptop takes a new device id', () => {
  it('and shows its waiting edits as the server will decide: writes of the old id belong to another device now', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', status: 'active' });
    const uploaded = desk.save('clients', 'update', 'c-1', { status: 'inactive' });
    desk.save('clients', 'update', 'c-1', { status: 'prospect' });
    desk.accepts(uploaded);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ status: 'prospect' });
    becomeNewDevice(desk.store, desk.ids.next());
    refoldAll(desk.store);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ status: 'inactive' });
    desk.expectFold();
  });
});

describe('seed 3357: an insert under another id for a record that was deleted later', () => {
  const tasks = ferrySchema.entity('tasks') as AnyEntity;
  const data = { title: 'Review', minutesSpent: 18 };
  const deleted: RecordState = {
    data,
    deleted: true,
    version: 17,
    stamps: {
      '+': { version: 14, device: 'copy', origin: 25 },
      [WHOLE_RECORD]: { version: 17, device: 'copy', origin: 28 },
    },
  };

  it('adds nothing to its counter a second time', () => {
    const insert = { operation: 'insert' as const, data, baseVersion: 0, origin: 21 };
    expect(decide(tasks, deleted, insert, 'original')).toMatchObject({ deleted: true, data: { minutesSpent: 18 } });
  });

  it('while an edit still adds its difference', () => {
    const edit = {
      operation: 'update' as const,
      data: { minutesSpent: 30 },
      base: { minutesSpent: 20 },
      baseVersion: 0,
      origin: 21,
    };
    expect(decide(tasks, deleted, edit, 'original')).toMatchObject({ deleted: true, data: { minutesSpent: 28 } });
  });
});

describe('seed 10 of 2026-11: an answer acknowledges a change, and has no room for its record', () => {
  function aDeskWhoseAnswerWasFull() {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    const change = desk.save('clients', 'update', 'c-1', { name: 'Nordwind AG' });
    const version = (desk.store.cache.row('clients', 'c-1')?.version ?? 0) + 1;
    desk.answers(change, { version });
    return { ...desk, version };
  }

  it('still shows the edit, and uses it as the base of the next edit', () => {
    const desk = aDeskWhoseAnswerWasFull();
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind AG' });
    expect(desk.save('clients', 'update', 'c-1', { name: 'Nordwind SE' }).base).toEqual({ name: 'Nordwind AG' });
    desk.expectFold();
  });

  it('also once the feed has passed the version of the ack: a rewritten record arrives in its newest version alone', () => {
    const desk = aDeskWhoseAnswerWasFull();
    desk.store.transaction(() => desk.store.state.set({ cursor: desk.version }));
    desk.store.transaction(() => desk.store.cache.refold('clients', 'c-1'));
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind AG' });
    desk.expectFold();
  });

  it('shows the server’s state once the record arrives', () => {
    const desk = aDeskWhoseAnswerWasFull();
    desk.arrives('clients', 'c-1', { name: 'Nordwind KG' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind KG' });
    desk.expectFold();
  });
});

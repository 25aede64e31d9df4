import { expect, it } from 'vitest';
import { createCleanUp } from '#app/sync/run/clean-up.ts';
import { createSlices } from '#app/sync/run/time-slices.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { aWorkbench, slicesOf } from '../../../support/workbench.ts';

const DAY_MS = 86_400_000;

/** A desk with what comes of work: a change taken in, one discarded, one parked, a conflict settled and one open. */
function aDeskAfterWork() {
  const desk = aWorkbench();
  const cleanUp = createCleanUp({ store: desk.store, clock: desk.clock, log: quietLog, inSlices: slicesOf(desk) });
  desk.arrives('clients', 'c-1', { name: 'Nordwind' });
  const conflicted = ['settled', 'open'].map((conflict) => {
    const change = desk.save('clients', 'update', 'c-1', { taxId: conflict });
    const conflictId = desk.ids.next();
    const fields = [{ field: 'taxId', base: null, mine: conflict, theirs: 'theirs', kept: 'theirs' }];
    desk.answers(change, { outcome: 'conflict', conflict: { conflictId, fields, theirsBy: 'person-1', theirsAt: 5 } });
    return conflictId;
  });
  desk.resolver.resolve(conflicted[0] ?? '', { choice: 'theirs' });
  desk.answers(desk.save('clients', 'update', 'c-1', { city: 'Kiel' }));
  const discarded = desk.save('clients', 'update', 'c-1', { phone: '+49 1' });
  desk.answers(discarded, { outcome: 'rejected', code: 'validation.failed', version: 0 });
  desk.parked.discard(discarded.changeId);
  const parked = desk.save('clients', 'update', 'c-1', { street: 'x' });
  desk.answers(parked, { outcome: 'rejected', code: 'validation.failed', version: 0 });
  // A full run has brought what was taken in.
  desk.arrives('clients', 'c-1', { name: 'Nordwind', taxId: 'theirs', city: 'Kiel' }, { version: 100 });
  const count = (sql: string): number =>
    Number(desk.connection.prepare(`SELECT count(*) AS n FROM ${sql}`).pluck().get());
  return {
    desk,
    async useFor(days: number): Promise<void> {
      for (let day = 0; day < days; day++) {
        desk.store.transaction(() => desk.store.state.set({ cursor: desk.store.state.get('cursor') + 100 }));
        await desk.clock.advance(DAY_MS);
        await cleanUp.afterFullRun();
      }
    },
    left: () => ({
      acknowledged: count("sync_queue WHERE synced = 1 AND state = 'done'"),
      receipts: count('receipts'),
      conflicts: count('sync_conflicts'),
      discarded: count("sync_queue WHERE state = 'discarded'"),
      waiting: count("sync_queue WHERE state IN ('parked', 'conflict')"),
    }),
  };
}

it('acknowledged changes become receipts after a week, settled conflicts go after 90 days, and open work stays', async () => {
  const { useFor, left, desk } = aDeskAfterWork();
  await useFor(6);
  expect(left()).toEqual({ acknowledged: 2, receipts: 0, conflicts: 2, discarded: 1, waiting: 2 });
  await useFor(10);
  expect(left()).toEqual({ acknowledged: 0, receipts: 2, conflicts: 2, discarded: 1, waiting: 2 });
  await useFor(80);
  expect(left()).toEqual({ acknowledged: 0, receipts: 2, conflicts: 1, discarded: 0, waiting: 2 });
  desk.clock.jump(20 * 365 * DAY_MS);
  await useFor(2);
  expect(left()).toEqual({ acknowledged: 0, receipts: 2, conflicts: 1, discarded: 0, waiting: 2 });
  desk.expectFold();
});

it('a clock set forward by years removes nothing until a week of use has passed', async () => {
  const { useFor, left, desk } = aDeskAfterWork();
  desk.clock.jump(20 * 365 * DAY_MS);
  await useFor(3);
  expect(left()).toEqual({ acknowledged: 2, receipts: 0, conflicts: 2, discarded: 1, waiting: 2 });
});

it('receipts are removed after three years if there are more than 50,000', async () => {
  const { desk, useFor, left } = aDeskAfterWork();
  const insert = desk.connection.prepare(
    `INSERT INTO receipts (change_id, table_name, record_id, operation, data, saved_at, acked_at, outcome, version)
     VALUES (?, 'clients', 'c-1', 'update', '{}', 0, ?, 'applied', 1)`,
  );
  desk.connection.transaction(() => {
    for (let index = 0; index < 50_010; index++) insert.run(`r-${index}`, desk.clock.nowMs() - 1100 * DAY_MS + index);
  })();
  await useFor(16);
  expect(left().receipts).toBe(50_000);
});

it('many acknowledged changes are processed in slices, each with its receipt', async () => {
  const desk = aWorkbench();
  for (let index = 0; index < 250; index += 1)
    desk.answers(desk.save('clients', 'insert', `c-${index}`, { name: 'x' }));
  let slices = 0;
  const yieldToLoop = async (): Promise<void> => {
    slices += 1;
  };
  // Every look at the clock takes longer than a slice.
  let nowMs = 0;
  const monotonicMs = (): number => {
    nowMs += 10;
    return nowMs;
  };
  const inSlices = createSlices({ store: desk.store, clock: { monotonicMs }, yieldToLoop });
  const cleanUp = createCleanUp({ store: desk.store, clock: desk.clock, log: quietLog, inSlices });
  await desk.clock.advance(DAY_MS);
  expect(await cleanUp.now(0)).toBe(250);
  expect(slices).toBe(3);
  expect(desk.connection.prepare('SELECT count(*) AS n FROM receipts').get()).toEqual({ n: 250 });
});

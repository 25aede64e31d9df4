import { expect, it } from 'vitest';
import type { StoredConflict } from '#app/contract/queue.ts';
import type { RecordData } from '#app/schema/index.ts';
import { aServerForEachTest, type SyncedDesk } from '../../support/desk-and-server.ts';
import { refuseRounds } from '../../support/tampering.ts';

const { server, aSyncedDesk } = aServerForEachTest();

/** Between the server's answer and its arrival, so that Ben's edit comes while Ana's waits; nothing goes out after it. */
async function savesWhileBensComes(ana: SyncedDesk, anas: RecordData | 'deletion'): Promise<void> {
  ana.network.interfere(async ({ round }, pass) => {
    const response = await pass();
    if (!round) return response;
    if (anas === 'deletion') ana.save('tasks', 'delete', 't-1');
    else ana.save('tasks', 'update', 't-1', anas);
    ana.network.interfere(refuseRounds(503, 'server.unavailable'));
    return response;
  });
  await ana.sync();
}

interface Scene {
  bens: RecordData;
  anas: RecordData | 'deletion';
  /** What Ana does next, on her screen. */
  act(ana: SyncedDesk): void;
}

/** Ana's screen shows Ben's due date over her own waiting change. She acts on what she sees; then a restore forgets Ben's. */
async function forgetsBens({ bens, anas, act }: Scene) {
  const ana = await aSyncedDesk('ana');
  const ben = await aSyncedDesk('ben');
  const backup = server().backUp();
  ben.save('tasks', 'update', 't-1', bens);
  await ben.syncWell();
  await savesWhileBensComes(ana, anas);
  expect(ana.visible('tasks', 't-1')).toMatchObject({ dueDate: bens.dueDate });
  act(ana);
  await server().putBack(backup);
  ana.network.interfere(null);
  await ana.syncWell();
  return { ana, ben };
}

const askedOf = (...desks: SyncedDesk[]) =>
  desks
    .flatMap((desk) => desk.operations.listConflicts({ isOpen: true }) as StoredConflict[])
    .flatMap(({ fields }) => fields);

it.each([
  ['alone', { dueDate: '2030-01-01' }, { dueDate: '2031-02-02' }, { dueDate: '2032-03-03' }],
  [
    'with another field, in which hers replaces Ben’s',
    { dueDate: '2030-01-01', title: 'Ben' },
    { dueDate: '2031-02-02', title: 'Ana' },
    { dueDate: '2032-03-03', title: 'Ana again' },
  ],
])(
  'an edit that a forgotten one had set aside is in a conflict after the next edit, %s',
  async (_what, bens, anas, next) => {
    const act = (desk: SyncedDesk) => desk.save('tasks', 'update', 't-1', next);
    const { ana, ben } = await forgetsBens({ bens, anas, act });
    expect(ana.visible('tasks', 't-1')).toMatchObject(next);
    for (const desk of [ben, ana, ben]) await desk.syncWell();
    for (const desk of [ana, ben]) {
      desk.expectFold();
      expect(desk.visible('tasks', 't-1')).toMatchObject({ dueDate: next.dueDate });
    }
    const asked = askedOf(ana, ben).filter(({ field }) => field === 'dueDate');
    const values = asked.flatMap(({ mine, theirs }) => [mine, theirs]);
    expect(values).toEqual(expect.arrayContaining([bens.dueDate, anas.dueDate]));
  },
);

it('an edit that a forgotten one had set aside protects its record from a deletion', async () => {
  const { ana } = await forgetsBens({
    bens: { dueDate: '2030-01-01' },
    anas: { dueDate: '2031-02-02' },
    act: (desk) => desk.save('tasks', 'delete', 't-1'),
  });
  expect(ana.visible('tasks', 't-1')).toMatchObject({ dueDate: '2031-02-02' });
  expect(askedOf(ana)).toMatchObject([{ field: '*', mine: 'deleted' }]);
});

it('a deletion that a forgotten edit had set aside raises a question after the next edit', async () => {
  const { ana } = await forgetsBens({
    bens: { dueDate: '2030-01-01' },
    anas: 'deletion',
    act: (desk) => desk.save('tasks', 'update', 't-1', { title: 'Write' }),
  });
  expect(ana.visible('tasks', 't-1')).toMatchObject({ title: 'Write' });
  expect(askedOf(ana)).toMatchObject([{ field: '*', mine: { title: 'Write' }, theirs: 'deleted' }]);
});

it('an edit over one’s own, which the screen showed, raises no question after a restore', async () => {
  const { ana } = await forgetsBens({
    bens: { dueDate: '2030-01-01' },
    anas: { title: 'Write' },
    act: (desk) => {
      desk.save('tasks', 'update', 't-1', { dueDate: '2032-03-03' });
      desk.save('tasks', 'insert', 't-2', { title: 'Other', engagementId: 'e-1' });
      desk.save('tasks', 'update', 't-1', { dueDate: '2033-04-04' });
    },
  });
  expect(ana.visible('tasks', 't-1')).toMatchObject({ title: 'Write', dueDate: '2033-04-04' });
  expect(askedOf(ana)).toEqual([]);
});

it('a value that an edit had set aside stays in its conflict when that edit meets another one after a restore', async () => {
  const ana = await aSyncedDesk('ana');
  const dora = await aSyncedDesk('dora');
  ana.save('tasks', 'update', 't-1', { title: 'Ana' });
  await ana.syncWell();
  const backup = server().backUp();
  dora.save('tasks', 'update', 't-1', { title: 'Dora' });
  await dora.syncWell();
  expect(askedOf(dora)).toMatchObject([{ field: 'title', theirs: 'Ana', kept: 'Dora' }]);
  await ana.syncWell();
  ana.save('tasks', 'update', 't-1', { title: 'Ana again' });
  await server().putBack(backup);
  for (const desk of [ana, dora, ana]) await desk.syncWell();
  const values = askedOf(ana, dora).flatMap(({ mine, theirs }) => [mine, theirs]);
  expect(values).toContain('Ana');
});

import { expect, it, onTestFinished } from 'vitest';
import type { RecordData } from '#app/schema/index.ts';
import { aDesk, type TestDesk } from '../../support/desk.ts';
import { startFirmServer } from '../../support/firm-server.ts';

/** Ana and Ben have the same client; Ana's value arrives first, Ben writes over it without having seen it. */
async function aScene() {
  const server = await startFirmServer();
  await server.write([
    { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind', city: 'Bath', tags: ['a'], notes: 'one\ntwo' } },
  ]);
  const ana = await aDesk('ana', { server });
  const ben = await aDesk('ben', { server });
  onTestFinished(async () => {
    await ana.dispose();
    await ben.dispose();
    await server.dispose();
  });
  await ana.syncWell();
  await ben.syncWell();
  const disagree = async (mine: RecordData, theirs: RecordData) => {
    await save(ana, mine);
    await save(ben, theirs);
    await ana.syncWell();
    await ben.syncWell();
    await ana.syncWell();
  };
  return { ana, ben, disagree };
}

const save = (desk: TestDesk, data: RecordData) => desk.operations.queueChange('clients', 'update', 'c-1', data);
const open = async (desk: TestDesk) => await desk.operations.listConflicts({ isOpen: true });
const cityOf = async (desk: TestDesk) => (await desk.operations.getCachedEntity('clients', 'c-1'))?.data.city;

it('reports to the first author that their value was replaced, with both values and by whom', async () => {
  const { ana, ben, disagree } = await aScene();
  await disagree({ city: 'Leeds' }, { city: 'York' });
  expect(await cityOf(ana)).toBe('York');
  const [told, ...others] = await open(ana);
  expect(others).toEqual([]);
  expect(told?.fields).toEqual([{ field: 'city', base: null, mine: 'Leeds', theirs: 'York', kept: 'York' }]);
  expect(told?.title).toBe('Nordwind');
  expect((await ana.operations.getCachedEntity('clients', 'c-1'))?.badge).toBe('conflict');
  expect(await open(ben)).toHaveLength(1);
});

it('restores the first value by one decision, which reaches the other', async () => {
  const { ana, ben, disagree } = await aScene();
  await disagree({ city: 'Leeds' }, { city: 'York' });
  const [told] = await open(ana);
  await ana.operations.resolveConflict(told?.conflictId ?? '', { choice: 'mine' });
  await ana.syncWell();
  await ben.syncWell();
  expect(await cityOf(ben)).toBe('Leeds');
  expect(await open(ana)).toEqual([]);
});

it('is settled once the other restored the first value', async () => {
  const { ana, ben, disagree } = await aScene();
  await disagree({ city: 'Leeds' }, { city: 'York' });
  const [conflict] = await open(ben);
  await ben.operations.resolveConflict(conflict?.conflictId ?? '', { choice: 'theirs' });
  await ben.syncWell();
  await ana.syncWell();
  expect(await cityOf(ana)).toBe('Leeds');
  expect(await open(ana)).toEqual([]);
});

it.each<[string, RecordData, RecordData]>([
  ['different fields', { city: 'Leeds' }, { phone: '+44 1' }],
  ['the same value', { city: 'Leeds' }, { city: 'Leeds' }],
  ['tags, which are joined', { tags: ['a', 'b'] }, { tags: ['a', 'c'] }],
  ['lines of notes, which are joined', { notes: 'zero\none\ntwo' }, { notes: 'one\ntwo\nthree' }],
  ['a field in which the first value stays', { taxId: 'GB-1' }, { taxId: 'GB-2' }],
])('reports nothing of %s', async (_what, mine, theirs) => {
  const { ana, disagree } = await aScene();
  await disagree(mine, theirs);
  expect(await open(ana)).toEqual([]);
});

it('reports nothing if the other had seen the value', async () => {
  const { ana, ben } = await aScene();
  await save(ana, { city: 'Leeds' });
  await ana.syncWell();
  await ben.syncWell();
  await save(ben, { city: 'York' });
  await ben.syncWell();
  await ana.syncWell();
  expect(await cityOf(ana)).toBe('York');
  expect(await open(ana)).toEqual([]);
});

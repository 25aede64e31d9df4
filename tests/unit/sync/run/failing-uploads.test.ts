import { describe, expect, it } from 'vitest';
import { failed, type Result } from '#app/contract/errors.ts';
import type { Change, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { createRandom } from '../../../simulation/random.ts';
import { aLoneDesk } from '../../../support/lone-desk.ts';
import { feedRecord } from '../../../support/rounds.ts';

const MINUTE_MS = 60_000;

type Failure = (request: SyncRequest) => Promise<Result<SyncResponse>>;

const breaksOff: Failure = async () => failed({ code: 'network.failed', action: 'wait' });
const hangs: Failure = () => new Promise(() => undefined);
const isBusy: Failure = async () => failed({ code: 'server.unavailable', action: 'wait' });

/** At rest, before a server at which a colleague writes now and then and rounds fail for which `fails` holds. */
async function aDesk(failure: Failure, fails: (request: SyncRequest) => boolean) {
  const lone = aLoneDesk();
  const { desk, server, accept, clock } = lone;
  desk.signedIn();
  desk.start();
  await clock.advance(MINUTE_MS);
  let written = 0;
  let version = 1_000;
  server.sync = async (request) => {
    if (fails(request)) return await failure(request);
    const answer = await accept(request);
    if (!answer.ok || written === 0) return answer;
    const feed = Array.from({ length: written }, () => feedRecord(++version, `theirs-${version}`));
    written = 0;
    return { ok: true, value: { ...answer.value, feed, cursor: version } };
  };
  return {
    ...lone,
    colleagueWrites: () => {
      written += 1;
      return `theirs-${version + written}`;
    },
    has: (id: string) => desk.operations.getCachedEntity('clients', id),
    parked: async () =>
      (await desk.operations.getPendingChanges({ limit: 200 }))
        .filter(({ state }) => state === 'parked')
        .map(({ recordId }) => recordId),
    pending: () => desk.status().regions.counts.pending,
  };
}

const isCarrying = ({ changes }: SyncRequest) => changes.length > 0;
const carries = (recordId: string) => (request: SyncRequest) =>
  request.changes.some((change: Change) => change.recordId === recordId);

describe('uploads that always fail', () => {
  it.each([
    ['break off', breaksOff],
    ['hang', hangs],
    ['are refused for now', isBusy],
  ])('because they %s do not block downloads', async (_how, failure) => {
    const { clock, save, colleagueWrites, has } = await aDesk(failure, isCarrying);
    await save('insert', 'mine', { name: 'Mine' });
    await clock.advance(MINUTE_MS);
    for (let count = 0; count < 3; count += 1) {
      const theirs = colleagueWrites();
      await clock.advance(10 * MINUTE_MS);
      expect(await has(theirs)).not.toBeNull();
    }
  });

  it('do not hide that a run has downloaded everything', async () => {
    const { clock, save, desk } = await aDesk(breaksOff, isCarrying);
    await save('insert', 'mine', { name: 'Mine' });
    await clock.advance(20 * MINUTE_MS);
    expect(clock.nowMs() - (desk.status().regions.lastFullPullAt ?? 0)).toBeLessThan(10 * MINUTE_MS);
  });
});

describe('a change that crashes the server', () => {
  it.each([
    ['breaks the connection', breaksOff],
    ['hangs', hangs],
  ])('and %s is isolated from the others and parked; they are uploaded', async (_how, failure) => {
    const { clock, save, parked, pending } = await aDesk(failure, carries('poison'));
    for (let index = 0; index < 30; index += 1) await save('insert', `c-${index}`, { name: 'x' });
    await save('insert', 'poison', { name: 'x' });
    for (let index = 30; index < 60; index += 1) await save('insert', `c-${index}`, { name: 'x' });
    await clock.advance(90 * MINUTE_MS);
    expect(await parked()).toEqual(['poison']);
    expect(pending()).toBe(0);
  });

  it('is parked though another one follows directly', async () => {
    const { clock, save, parked, pending } = await aDesk(
      breaksOff,
      (request) => carries('poison-1')(request) || carries('poison-2')(request),
    );
    for (const id of ['poison-1', 'poison-2', 'c-1']) await save('insert', id, { name: 'x' });
    await clock.advance(120 * MINUTE_MS);
    expect(await parked()).toEqual(['poison-1', 'poison-2']);
    expect(pending()).toBe(0);
  });

  it('is not parked after one failure, however often sync is requested', async () => {
    const { desk, save, parked } = await aDesk(breaksOff, isCarrying);
    await save('insert', 'mine', { name: 'Mine' });
    for (let count = 0; count < 20; count += 1) await desk.operations.syncToServer();
    expect(await parked()).toEqual([]);
  });
});

describe('a change that is too large by itself', () => {
  it('is not parked alone if joined with the next edit, which would return to it', async () => {
    const { desk, server, accept, save, parked } = await aDesk(breaksOff, () => false);
    await save('insert', 'c-1', { name: 'x' });
    await desk.operations.syncToServer();
    await save('update', 'c-1', { city: 'Bern' });
    let refusals = 0;
    server.sync = async (request) => {
      if (!isCarrying(request)) return await accept(request);
      if (refusals++ > 0) return await breaksOff(request);
      await save('update', 'c-1', { city: 'Basel' });
      return failed({ code: 'request.tooLarge', action: 'wait' });
    };
    await desk.operations.syncToServer();
    expect(await parked()).toEqual([]);
    expect((await desk.operations.getCachedEntity('clients', 'c-1'))?.data.city).toBe('Basel');
  });
});

describe('a network', () => {
  it.each([1, 2, 3, 4, 5])('that drops half of all calls, whatever they carry, parks nothing (%i)', async (seed) => {
    const random = createRandom(`half ${seed}`);
    const { clock, save, parked, pending } = await aDesk(breaksOff, () => random.chance(0.5));
    for (let hour = 0; hour < 6; hour += 1) {
      await save('insert', `c-${hour}`, { name: 'x' });
      await clock.advance(60 * MINUTE_MS);
    }
    expect(await parked()).toEqual([]);
    expect(pending()).toBe(0);
  });

  it('that lets nothing through parks nothing', async () => {
    const { clock, save, parked } = await aDesk(breaksOff, () => true);
    await save('insert', 'mine', { name: 'Mine' });
    await clock.advance(24 * 60 * MINUTE_MS);
    expect(await parked()).toEqual([]);
  });

  it('that blocks all uploads parks ever fewer', async () => {
    const { clock, save, parked } = await aDesk(breaksOff, isCarrying);
    for (let index = 0; index < 40; index += 1) await save('insert', `c-${index}`, { name: 'x' });
    await clock.advance(10 * 60 * MINUTE_MS);
    expect((await parked()).length).toBeLessThanOrEqual(5);
  });
});

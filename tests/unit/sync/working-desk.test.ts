import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { aLoneDesk } from '../../support/lone-desk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Signed in, filled and at rest. */
async function aDeskAtRest(options: Parameters<typeof aLoneDesk>[0] = {}) {
  const lone = aLoneDesk(options);
  lone.desk.signedIn();
  lone.desk.start();
  await lone.clock.advance(MINUTE_MS);
  lone.calls.length = 0;
  return lone;
}

describe('a paused desk', () => {
  it('saves and reports that it is paused, but does not sync by itself: not on an edit, an event or at the interval', async () => {
    const { desk, clock, calls, save, shows } = await aDeskAtRest();
    await desk.operations.pauseSync(null);
    await save('insert', 'c-1', { name: 'Nordwind' });
    desk.wake('serverEvent');
    await clock.advance(60 * MINUTE_MS);
    expect(calls).toEqual([]);
    expect(shows()).toBe('paused');
    expect(desk.status().regions.counts.pending).toBe(1);
  });

  it('syncs on request, and is paused again afterwards', async () => {
    const { desk, clock, save, sent, shows } = await aDeskAtRest();
    await desk.operations.pauseSync(null);
    const first = await save('insert', 'c-1', { name: 'Nordwind' });
    const report = await desk.operations.syncToServer();
    expect(report).toMatchObject({ syncedCount: 1, error: null });
    expect(sent()).toEqual([first.changeId]);
    await save('insert', 'c-2', { name: 'Ost' });
    await clock.advance(60 * MINUTE_MS);
    expect(sent()).toEqual([first.changeId]);
    expect(shows()).toBe('paused');
  });

  it('syncs at once when it is resumed', async () => {
    const { desk, clock, save, sent, shows } = await aDeskAtRest();
    await desk.operations.pauseSync(null);
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    await clock.advance(10 * MINUTE_MS);
    await desk.operations.resumeSync();
    await clock.advance(1);
    expect(sent()).toEqual([change.changeId]);
    expect(shows()).toBe('upToDate');
  });

  it('resumes by itself when its time is over, and not before', async () => {
    const { desk, clock, save, sent } = await aDeskAtRest();
    await desk.operations.pauseSync(clock.nowMs() + 10 * MINUTE_MS);
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    await clock.advance(10 * MINUTE_MS - 1);
    expect(sent()).toEqual([]);
    await clock.advance(2);
    expect(sent()).toEqual([change.changeId]);
  });

  it('checks its end daily, since no timer counts months', async () => {
    const time = createVirtualClock();
    const delaysMs: number[] = [];
    const setTimer: typeof time.setTimer = (delayMs, callback) => {
      delaysMs.push(delayMs);
      return time.setTimer(delayMs, callback);
    };
    const { desk, clock, shows } = await aDeskAtRest({ clock: { ...time, setTimer } });
    await desk.operations.pauseSync(clock.nowMs() + 90 * DAY_MS);
    await clock.advance(89 * DAY_MS);
    expect(Math.max(...delaysMs)).toBe(DAY_MS);
    expect(shows()).toBe('paused');
    await clock.advance(2 * DAY_MS);
    expect(shows()).toBe('upToDate');
  });

  it('is still paused after closing and opening', async () => {
    const file = path.join(temporaryFolder(), 'ferry.db');
    const first = await aDeskAtRest({ file });
    await first.desk.operations.pauseSync(null);
    await first.desk.dispose();
    const second = await aDeskAtRest({ file });
    await second.save('insert', 'c-1', { name: 'Nordwind' });
    await second.clock.advance(60 * MINUTE_MS);
    expect(second.calls).toEqual([]);
    expect(second.shows()).toBe('paused');
  });
});

describe('a suspended desk', () => {
  it('ignores events that arrive while the computer falls asleep', async () => {
    const { desk, clock, calls } = await aDeskAtRest();
    desk.setSuspended(true);
    desk.wake('serverEvent');
    await clock.advance(5_000);
    expect(calls).toEqual([]);
    desk.setSuspended(false);
    await clock.advance(1);
    expect(calls).toEqual(['sync']);
  });

  it('syncs on request', async () => {
    const { desk, save, sent } = await aDeskAtRest();
    desk.setSuspended(true);
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    await desk.operations.syncToServer();
    expect(sent()).toEqual([change.changeId]);
  });

  // Some systems send `suspend` and never `resume`.
  it.each<[string, (lone: Awaited<ReturnType<typeof aDeskAtRest>>) => unknown, number]>([
    ['a timer fires', () => undefined, MINUTE_MS],
    ['somebody saves', ({ save }) => save('insert', 'c-1', { name: 'Nordwind' }), 5_000],
    ['the screen is unlocked', ({ desk }) => desk.wake('unlock'), 5_000],
    ['somebody asks for it in the tray', ({ desk }) => desk.wake('manual'), 5_000],
    ['the network comes up', ({ desk }) => desk.setOnline(true), 5_000],
  ])('resumes without a wake-up notification when %s', async (_case, happens, withinMs) => {
    const lone = await aDeskAtRest();
    lone.desk.setSuspended(true);
    await happens(lone);
    await lone.clock.advance(withinMs);
    expect(lone.calls).toContain('sync');
    lone.calls.length = 0;
    await lone.clock.advance(10 * MINUTE_MS);
    expect(lone.calls).toContain('sync');
  });
});

describe('a requested sync', () => {
  it('joins the current run', async () => {
    const { desk, save, sent } = await aDeskAtRest();
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    const reports = await Promise.all([desk.operations.syncToServer(), desk.operations.syncToServer()]);
    expect(reports.map(({ syncedCount }) => syncedCount)).toEqual([1, 1]);
    expect(sent()).toEqual([change.changeId]);
  });

  it('asks to sign in if nobody is, and sends nothing', async () => {
    const { desk, calls } = await aDeskAtRest();
    desk.signedOut();
    const refusal = await Promise.resolve()
      .then(() => desk.operations.syncToServer())
      .catch((thrown: unknown) => toFerryError(thrown));
    expect(refusal).toMatchObject({ code: 'auth.required', action: 'signIn' });
    expect(calls).toEqual([]);
  });

  it('of a desk whose session has ended stops, with the work kept, until somebody signs in', async () => {
    const { desk, clock, server, accept, save, requests, shows } = await aDeskAtRest();
    const gone = { code: 'auth.expired', action: 'signIn' } as const;
    server.sync = async () => ({ ok: false, error: gone });
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    await clock.advance(60 * MINUTE_MS);
    const attempts = requests.filter(({ changes }) => changes.length > 0).length;
    expect([shows(), attempts]).toEqual(['sessionExpired', 1]);
    server.sync = accept;
    desk.signedIn();
    await clock.advance(MINUTE_MS);
    expect(requests.at(-1)?.changes.map(({ changeId }) => changeId)).toEqual([change.changeId]);
    expect(shows()).toBe('upToDate');
  });
});

describe('a desk on battery', () => {
  const looksIn = async (isOnBattery: boolean) => {
    const { desk, clock, requests } = await aDeskAtRest();
    desk.setOnBattery(isOnBattery);
    const before = requests.length;
    await clock.advance(60 * MINUTE_MS);
    return requests.length - before;
  };

  it('syncs less often', async () => {
    expect([await looksIn(false), await looksIn(true)]).toEqual([12, 4]);
  });

  it('uploads edits as soon as ever, and is up to date all the while', async () => {
    const { desk, clock, save, sent, shows } = await aDeskAtRest();
    desk.setOnBattery(true);
    const change = await save('insert', 'c-1', { name: 'Nordwind' });
    await clock.advance(1_000);
    expect(sent()).toEqual([change.changeId]);
    await clock.advance(14 * MINUTE_MS);
    expect(shows()).toBe('upToDate');
  });
});

describe('a desk that is too old for its server', () => {
  it('syncs again once the server accepts it', async () => {
    const { desk, clock, server, accept, save, shows } = await aDeskAtRest();
    server.sync = async () => ({ ok: false, error: { code: 'client.updateRequired', action: 'update' } });
    await save('insert', 'c-1', { name: 'Nordwind' });
    await clock.advance(MINUTE_MS);
    expect(shows()).toBe('updateRequired');
    server.sync = accept;
    await clock.advance(10 * MINUTE_MS);
    expect([shows(), desk.status().regions.counts.pending]).toEqual(['upToDate', 0]);
  });
});

describe('the event stream of a desk', () => {
  it('ends with the session, and opens again with the next', async () => {
    const lone = aLoneDesk();
    let isOpen = false;
    lone.server.subscribe = () => {
      isOpen = true;
      return () => {
        isOpen = false;
      };
    };
    const { desk, clock, server, accept } = lone;
    desk.signedIn();
    desk.start();
    await clock.advance(MINUTE_MS);
    expect(isOpen).toBe(true);
    server.sync = async () => ({ ok: false, error: { code: 'auth.expired', action: 'signIn' } });
    await clock.advance(10 * MINUTE_MS);
    expect(isOpen).toBe(false);
    server.sync = accept;
    desk.signedIn();
    expect(isOpen).toBe(true);
  });

  it('proves nothing about the server: anybody may answer it', async () => {
    const lone = aLoneDesk();
    const wakes: (() => void)[] = [];
    lone.server.subscribe = (onWake) => {
      wakes.push(onWake);
      return () => undefined;
    };
    const { desk, clock, server, calls } = lone;
    desk.signedIn();
    desk.start();
    await clock.advance(MINUTE_MS);
    server.health = async () => ({
      ok: false,
      error: { code: 'sync.wrongServer', action: 'checkServer' },
    });
    server.sync = async () => ({ ok: false, error: { code: 'network.failed', action: 'wait' } });
    await desk.operations.syncToServer();
    calls.length = 0;
    for (const wake of wakes) wake();
    await clock.advance(1_000);
    expect([desk.status().regions.reach, new Set(calls)]).toEqual(['serverUnreachable', new Set(['health'])]);
  });
});

it('joins another firm and uploads waiting work to it, after a current run has stored its answer', async () => {
  const { desk, clock, server, save, requests } = await aDeskAtRest();
  desk.claim('https://ferry.test', 'firm-1', 'ana');
  server.sync = async () => ({ ok: false, error: { code: 'network.failed', message: 'x', action: 'wait' } });
  await save('insert', 'c-1', { name: 'Nordwind' });
  await clock.advance(MINUTE_MS);
  desk.signedOut();

  const joined = await desk.joinFirm({
    server: 'https://ferry.test',
    firmId: 'firm-2',
    personId: 'ana-there',
    bringsWork: true,
    people: new Map(),
    without: new Set(),
  });
  requests.length = 0;
  server.sync = async (request) => {
    const head = {
      ticket: 't-2',
      round: request.round,
      epoch: 'e-2',
      epochSeq: 0,
      cursor: request.cursor,
      more: false,
    };
    if (request.epoch === null) return { ok: true, value: { ...head, acks: [], feed: [], reset: 'epoch' } };
    const acks = request.changes.map(({ changeId }) => ({ changeId, outcome: 'applied' as const, version: 1 }));
    return { ok: true, value: { ...head, acks, feed: [], digest: {} } };
  };
  server.snapshot = async () => ({ ok: true, value: { epoch: 'e-2', asOf: 0, records: [], next: null, total: 0 } });
  desk.signedIn();
  await clock.advance(MINUTE_MS);
  expect(joined).toEqual({ brought: 1, left: 0 });
  expect(requests[0]).toMatchObject({ epoch: null, ticket: null, round: 1, cursor: 0 });
  expect(
    requests.flatMap(({ changes }) => changes).map(({ operation, recordId }) => [operation, recordId]),
  ).toContainEqual(['insert', 'c-1']);
  expect(desk.status().regions.counts.pending).toBe(0);
});

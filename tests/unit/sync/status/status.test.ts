import { describe, expect, it } from 'vitest';
import { FerryFailure } from '#app/contract/errors.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import { displayStatus, isSyncing } from '#app/sync/status/status.ts';
import { createStatusStore } from '#app/sync/status/status-store.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const NOW = 1_000_000_000_000;
const INTERVAL_MS = 300_000;

const fine: StatusRegions = {
  reach: 'online',
  auth: 'ok',
  run: { kind: 'idle' },
  store: 'ok',
  counts: { pending: 0, parked: 0, conflicts: 0 },
  lastFullPullAt: NOW - 1_000,
  broughtBack: null,
  lastError: null,
};
const refused = { code: 'request.invalid', action: 'wait' } as const;
const waiting = { pending: 3, parked: 0, conflicts: 0 };
const troubled = { pending: 3, parked: 1, conflicts: 2 };
const paused = { kind: 'paused', until: null } as const;
const pushing = { kind: 'pushing', done: 3, total: 12 } as const;

describe('the status pill', () => {
  it.each<[string, Partial<StatusRegions>, object]>([
    ['all well', {}, { kind: 'upToDate', at: NOW - 1_000 }],
    ['something to upload', { counts: waiting }, { kind: 'pending', pending: 3 }],
    ['never pulled', { lastFullPullAt: null }, { kind: 'lastChecked', at: null }],
    ['pulled two intervals ago', { lastFullPullAt: NOW - 2 * INTERVAL_MS }, { kind: 'upToDate' }],
    ['pulled longer ago', { lastFullPullAt: NOW - 2 * INTERVAL_MS - 1 }, { kind: 'lastChecked' }],
    ['a clock that was set back', { lastFullPullAt: NOW + 5 }, { kind: 'lastChecked' }],
    ['reach unknown is no lie', { reach: 'unknown' }, { kind: 'upToDate' }],
    ['waiting for the next try', { run: { kind: 'backoff', until: NOW }, counts: waiting }, { kind: 'pending' }],
    ['uploading', { run: pushing, counts: waiting }, { kind: 'uploading', done: 3, total: 12, pending: 3 }],
    ['looking for news', { run: { kind: 'pulling', done: 0, total: 0 } }, { kind: 'upToDate' }],
    ['news coming in', { run: { kind: 'pulling', done: 5, total: 9 } }, { kind: 'downloading', done: 5, total: 9 }],
    ['the first fill', { run: { kind: 'filling', done: 1, total: 9 } }, { kind: 'filling', done: 1, total: 9 }],
    ['unreachable over uploading', { reach: 'serverUnreachable', run: pushing }, { kind: 'serverUnreachable' }],
    ['offline', { reach: 'offline', counts: waiting }, { kind: 'offline', pending: 3 }],
    [
      'a server that is another one, over what is parked',
      { reach: 'serverUnreachable', lastError: { ...refused, code: 'sync.serverReplaced' }, counts: troubled },
      { kind: 'serverReplaced', pending: 3 },
    ],
    [
      'a certificate that is refused',
      { reach: 'serverUnreachable', lastError: { ...refused, code: 'network.certificateUntrusted' } },
      { kind: 'certificate' },
    ],
    [
      'a proxy that asks, until the network itself is gone',
      { reach: 'offline', lastError: { ...refused, code: 'network.proxyAuth' } },
      { kind: 'offline' },
    ],
    [
      'paused over a server that is another one: to go on alone is a decision',
      { reach: 'serverUnreachable', run: paused, lastError: { ...refused, code: 'sync.serverReplaced' } },
      { kind: 'paused' },
    ],
    ['a copied data folder', { auth: 'superseded' }, { kind: 'superseded' }],
    ['paused over offline', { run: paused, reach: 'offline' }, { kind: 'paused', until: null }],
    ['parked over paused', { counts: troubled, run: paused }, { kind: 'needsAttention', parked: 1, conflicts: 2 }],
    ['expired over parked', { auth: 'expired', counts: troubled }, { kind: 'sessionExpired', pending: 3 }],
    ['revoked over parked', { auth: 'revoked', counts: troubled }, { kind: 'revoked' }],
    ['signed out', { auth: 'signedOut', reach: 'offline' }, { kind: 'signedOut' }],
    ['runs that fail though the server is reached', { lastError: refused }, { kind: 'syncFailing', pending: 0 }],
    ['a run under way after one that failed', { lastError: refused, run: pushing }, { kind: 'uploading' }],
    ['parked over failing', { lastError: refused, counts: troubled }, { kind: 'needsAttention' }],
    ['a network that failed before', { lastError: { ...refused, code: 'network.failed' } }, { kind: 'upToDate' }],
    ['update over expired', { store: 'updateRequired', auth: 'expired' }, { kind: 'updateRequired' }],
    ['a full disk over everything', { store: 'diskFull', auth: 'revoked', counts: troubled }, { kind: 'diskFull' }],
    ['a corrupt file', { store: 'corrupt' }, { kind: 'corrupt' }],
    ['a read-only file', { store: 'readOnly' }, { kind: 'readOnly' }],
  ])('%s', (_case, regions, shown) => {
    expect(displayStatus({ ...fine, ...regions }, NOW, INTERVAL_MS)).toMatchObject(shown);
  });

  it('never shows up to date while anything waits, is parked, conflicted, or nobody is signed in', () => {
    for (const counts of [waiting, { ...waiting, pending: 0, parked: 1 }, { ...waiting, pending: 0, conflicts: 1 }]) {
      expect(displayStatus({ ...fine, counts }, NOW, INTERVAL_MS).kind).not.toBe('upToDate');
    }
    for (const auth of ['signedOut', 'expired', 'revoked'] as const) {
      expect(displayStatus({ ...fine, auth }, NOW, INTERVAL_MS).kind).not.toBe('upToDate');
    }
  });

  it('distinguishes a run from a wait', () => {
    expect(isSyncing({ ...fine, run: pushing })).toBe(true);
    expect(isSyncing({ ...fine, run: { kind: 'backoff', until: 1 } })).toBe(false);
    expect(isSyncing({ ...fine, run: paused })).toBe(false);
  });
});

describe('emitting the status', () => {
  function someRegions() {
    const clock = createVirtualClock();
    const counts = { pending: 0, parked: 0, conflicts: 0 };
    const regions = createStatusStore({
      clock,
      stored: () => ({ counts, lastFullPullAt: null, broughtBack: null }),
      intervalMs: () => INTERVAL_MS,
    });
    const reported: string[] = [];
    regions.onStatus((status) => reported.push(status.display.kind));
    return { clock, counts, regions, reported };
  }

  it('happens once for many changes, and not without a change', async () => {
    const { clock, counts, regions, reported } = someRegions();
    regions.set({ auth: 'ok' });
    counts.pending = 1;
    regions.changed();
    await clock.advance(1_000);
    expect(reported).toEqual(['pending']);
    regions.changed();
    await clock.advance(1_000);
    expect(reported).toEqual(['pending']);
  });

  it('reports a damaged database if counting the waiting changes meets the damage', async () => {
    const clock = createVirtualClock();
    let isDamaged = false;
    const regions = createStatusStore({
      clock,
      stored() {
        if (isDamaged) throw new FerryFailure('store.corrupt', 'repair');
        return { counts: { ...fine.counts, pending: 3 }, lastFullPullAt: null, broughtBack: null };
      },
      intervalMs: () => INTERVAL_MS,
    });
    const reported: unknown[] = [];
    regions.onStatus(({ display }) => reported.push(display));
    regions.changed();
    await clock.advance(1_000);
    isDamaged = true;
    regions.changed();
    await clock.advance(1_000);
    expect(reported.at(-1)).toEqual({ kind: 'corrupt', pending: 3 });
    expect(regions.status().regions.lastError?.code).toBe('store.corrupt');
  });

  it('ends when the desk is closed, though a run reports afterwards', async () => {
    const { clock, regions, reported } = someRegions();
    regions.dispose();
    regions.set({ auth: 'ok' });
    await clock.advance(1_000);
    expect(reported).toEqual([]);
    expect(clock.nextTimerInMs()).toBeNull();
  });

  it('is less frequent if counting takes long, but still happens', async () => {
    const clock = createVirtualClock();
    let countedMs = 0;
    let pending = 0;
    const regions = createStatusStore({
      clock: { ...clock, monotonicMs: () => clock.monotonicMs() + countedMs },
      stored() {
        countedMs += 10;
        return { counts: { ...fine.counts, pending }, lastFullPullAt: null, broughtBack: null };
      },
      intervalMs: () => INTERVAL_MS,
    });
    const reported: number[] = [];
    regions.onStatus((status) => reported.push(status.regions.counts.pending));
    for (; pending < 1000; pending += 1) {
      regions.changed();
      await clock.advance(1);
    }
    expect(reported.length).toBeGreaterThan(5);
    expect(reported.length).toBeLessThan(15);
    await clock.advance(1000);
    expect(reported.at(-1)).toBe(1000);
  });
});

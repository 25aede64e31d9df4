import path from 'node:path';
import { expect, test } from 'vitest';
import { failed, ok, type Result } from '#app/contract/errors.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import { createLock, withdrawalSchema } from '../../../../main/session/lock.ts';
import { type WithdrawalDeps, watchWithdrawal } from '../../../../main/session/withdrawal.ts';
import { createJsonFile } from '../../../../main/system/json-file.ts';
import { ana } from '../../../support/data-folder.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

const DAY_MS = 24 * 60 * 60_000;

function aLockedComputer() {
  const clock = manualClock();
  const log = recordingLog();
  const happened: string[] = [];
  const world = {
    answer: ok(undefined) as Result<void>,
    counts: { pending: 0, parked: 0, conflicts: 0 },
    auth: 'ok' as SyncStatus['regions']['auth'],
    isSignedIn: true,
  };
  const status = (): SyncStatus => ({
    display: { kind: 'upToDate', at: 0 },
    isSyncing: false,
    regions: {
      reach: 'online',
      auth: world.auth,
      run: { kind: 'idle' },
      store: 'ok',
      counts: world.counts,
      lastFullPullAt: 0,
      broughtBack: null,
      lastError: world.auth === 'revoked' ? { code: 'auth.revoked', action: 'askOwner' } : null,
    },
  });
  const listeners: ((status: SyncStatus) => void)[] = [];
  const session = () => (world.isSignedIn ? ana : null);
  const lock = createLock({
    file: createJsonFile({ file: path.join(temporaryFolder(), 'w.json'), schema: withdrawalSchema, clock, log }),
    session,
    lastSession: () => ana,
    clock,
    log,
  });
  const deps: WithdrawalDeps = {
    lock,
    sessionStore: { session, forget: () => void happened.push('signed out'), wipe: () => void happened.push('wiped') },
    desk: {
      status,
      onStatus: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
      signedIn: () => void happened.push('asked again'),
    },
    transport: {
      confirmRemoval: async ({ removalId, keptChanges }) => {
        happened.push(`confirmed ${removalId}, ${keptChanges} kept`);
        return world.answer;
      },
    },
    requestRemoval: (keepsUnsent) => void happened.push(keepsUnsent ? 'remove, keep unsent' : 'remove all'),
    restart: () => void happened.push('restart'),
    clock,
    log,
  };
  const watch = watchWithdrawal(deps);
  return {
    watch,
    lock,
    world,
    clock,
    happened,
    report: () => listeners.forEach((listener) => void listener(status())),
  };
}

test('a refused session locks; the server is asked hourly for an owner’s instructions', () => {
  const { lock, world, clock, happened, report } = aLockedComputer();
  world.auth = 'expired';
  report();
  expect(lock.isOpen()).toBe(true);
  world.auth = 'revoked';
  report();
  expect(lock.isOpen()).toBe(false);
  clock.advance(60 * 60_000);
  expect(happened).toEqual(['asked again']);
});

test('a removal is carried out after everything possible is uploaded, and waits if the connection fails', () => {
  const { watch, lock, happened } = aLockedComputer();
  watch.onRemovalAsked('r-1', { code: 'network.failed', action: 'wait' });
  expect([lock.isOpen(), happened]).toEqual([false, []]);
  watch.onRemovalAsked('r-1', null);
  expect(happened).toEqual(['remove, keep unsent', 'restart']);
});

test.each([
  [0, 'wiped'],
  [2, 'signed out'],
])('a removal is confirmed until the server has received it (%i kept: %s)', async (kept, end) => {
  const { watch, lock, world, clock, happened } = aLockedComputer();
  watch.onRemovalAsked('r-1', null);
  lock.noteRemoved(kept);
  happened.length = 0;
  world.answer = failed({ code: 'network.offline', action: 'wait' });
  clock.advance(60 * 60_000);
  await Promise.resolve();
  world.answer = ok(undefined);
  clock.advance(60 * 60_000);
  await expect.poll(() => happened).toEqual([...Array(2).fill(`confirmed r-1, ${kept} kept`), end]);
  clock.advance(60 * 60_000);
  expect(happened).not.toContain('remove all');
});

test('at the deadline everything is removed', () => {
  const { lock, world, clock, happened, report } = aLockedComputer();
  world.auth = 'revoked';
  report();
  clock.advance(13 * DAY_MS);
  expect(happened).not.toContain('remove all');
  clock.advance(DAY_MS);
  expect(happened.slice(-2)).toEqual(['remove all', 'restart']);
  expect(lock.isOpen()).toBe(false);
});

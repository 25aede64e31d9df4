import path from 'node:path';
import { expect, test } from 'vitest';
import { WITHDRAWN_KEPT_DAYS } from '#app/contract/lock.ts';
import type { Session } from '#app/contract/operations.ts';
import { createLock, withdrawalSchema } from '../../../../main/session/lock.ts';
import { createJsonFile } from '../../../../main/system/json-file.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

const DAY_MS = 24 * 60 * 60_000;
const ana: Session = {
  kind: 'firm',
  server: 'https://ferry.test',
  person: { id: 'p-1', name: 'Ana', email: 'ana@ferry.test', role: 'owner' },
  firm: { id: 'f-1', name: 'Nordwind' },
  people: [],
  role: 'owner',
  isRemembered: true,
};

function aComputer() {
  const file = path.join(temporaryFolder(), 'withdrawal.json');
  const clock = manualClock();
  const log = recordingLog();
  const who = { session: ana as Session | null, last: ana as Session | null };
  const start = () =>
    createLock({
      file: createJsonFile({ file, schema: withdrawalSchema, clock, log }),
      session: () => who.session,
      lastSession: () => who.session ?? who.last,
      clock,
      log,
    });
  return { clock, who, start };
}

test('records are accessible to the signed-in person, and to nobody else', () => {
  const { who, start } = aComputer();
  const lock = start();
  expect([lock.isOpen(), lock.mayCall('session'), lock.session(), lock.state()]).toEqual([true, true, ana, null]);
  who.session = null;
  expect([lock.isOpen(), lock.mayCall('session'), lock.mayCall('withdrawn')]).toEqual([false, false, false]);
  expect(lock.mayCall('anybody')).toBe(true);
  expect(lock.state()).toMatchObject({ reason: 'signedOut', firm: 'Nordwind', removesAt: null });
  who.last = null;
  expect(lock.state()).toBeNull();
});

test('withdrawn access locks at once, and stays locked after a restart without any network', () => {
  const { start } = aComputer();
  const lock = start();
  const reported: unknown[] = [];
  lock.onChange(() => reported.push(lock.session()));
  lock.withdraw('revoked');
  expect(reported).toEqual([null]);
  for (const each of [lock, start()]) {
    expect([each.isOpen(), each.session(), each.mayCall('session')]).toEqual([false, null, false]);
    expect(each.mayCall('withdrawn')).toBe(true);
    expect(each.state()).toMatchObject({ reason: 'revoked', email: 'ana@ferry.test', isRemoved: false });
  }
  start().open();
  expect(start().isOpen()).toBe(true);
});

test('unsent work can be exported for the days shown in the warning, from the day of the warning', () => {
  const { clock, start } = aComputer();
  const lock = start();
  lock.withdraw('revoked');
  clock.advance(100 * DAY_MS);
  expect(lock.isRemovalDue(true)).toBe(false);
  lock.noteSeen();
  expect(lock.state()?.removesAt).toBe(clock.nowMs() + WITHDRAWN_KEPT_DAYS * DAY_MS);
  for (let day = 0; day < WITHDRAWN_KEPT_DAYS; day += 1) {
    expect(lock.isRemovalDue(true)).toBe(false);
    clock.advance(DAY_MS);
    lock.noteSeen();
  }
  expect(lock.isRemovalDue(true)).toBe(true);
  expect(start().isRemovalDue(true)).toBe(true);
});

test('a person who was away, or whose clock jumped, is warned again before work is removed', () => {
  const { clock, start } = aComputer();
  const lock = start();
  lock.withdraw('revoked');
  lock.noteSeen();
  clock.advance(1000 * DAY_MS);
  expect(lock.isRemovalDue(true)).toBe(false);
  lock.noteSeen();
  expect(lock.isRemovalDue(true)).toBe(false);
  clock.advance(2 * DAY_MS);
  expect(lock.isRemovalDue(true)).toBe(true);
});

test('without waiting work no warning is needed', () => {
  const { clock, start } = aComputer();
  const lock = start();
  lock.withdraw('revoked');
  clock.advance(WITHDRAWN_KEPT_DAYS * DAY_MS);
  expect([lock.isRemovalDue(true), lock.isRemovalDue(false)]).toEqual([false, true]);
});

test('a removal requested after access was withdrawn has precedence, and the deadline shown in the warning stays', () => {
  const { start } = aComputer();
  const lock = start();
  lock.withdraw('revoked');
  lock.noteSeen();
  const until = lock.state()?.removesAt;
  lock.withdraw('removal', 'r-1');
  lock.withdraw('revoked');
  expect(lock.withdrawal()).toMatchObject({ reason: 'removal', removalId: 'r-1', removesAtMs: until });
});

test('what was removed is shown, and no deadline applies if nothing was kept', () => {
  const { clock, start } = aComputer();
  const lock = start();
  lock.withdraw('removal', 'r-1');
  lock.noteSeen();
  lock.noteRemoved(0);
  clock.advance(100 * DAY_MS);
  expect(start().state()).toMatchObject({ reason: 'removal', isRemoved: true, removesAt: null });
  expect([lock.isRemovalDue(true), lock.isRemovalDue(false)]).toEqual([false, false]);
});

import { expect, test } from 'vitest';
import type { DisplayStatus, StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { badgeCount, shouldNotify } from '../../../../main/shell/badge.ts';
import { type TrayText, trayMenu } from '../../../../main/shell/tray-menu.ts';

const text: TrayText = {
  status: ({ display }) => `It is ${display.kind}`,
  update: null,
  quickAdd: 'Quick add…',
  syncNow: 'Sync now',
  ready: 'Ready to go offline?',
  open: 'Open Ferry',
  quit: 'Quit',
};

function aStatus(regions: Partial<StatusRegions> = {}, isSyncing = false): SyncStatus {
  return {
    display: { kind: 'upToDate', at: 0 },
    isSyncing,
    regions: {
      reach: 'online',
      auth: 'ok',
      run: { kind: 'idle' },
      store: 'ok',
      counts: { pending: 0, parked: 0, conflicts: 0 },
      lastFullPullAt: 0,
      broughtBack: null,
      lastError: null,
      ...regions,
    },
  };
}

const labels = (status: SyncStatus) => trayMenu(status, text).map((item) => item?.label ?? '—');
const canSync = (status: SyncStatus) => trayMenu(status, text).find((item) => item?.command === 'syncNow')?.isEnabled;

test('it shows the status, then offers to sync, to check before going offline, to open and to quit', () => {
  expect(labels(aStatus())).toEqual([
    'It is upToDate',
    '—',
    'Quick add…',
    'Sync now',
    'Ready to go offline?',
    'Open Ferry',
    '—',
    'Quit',
  ]);
});

test('the status line is disabled', () => {
  expect(trayMenu(aStatus(), text)[0]).toMatchObject({ command: null, isEnabled: false });
});

test.each([
  ['idle', aStatus(), true],
  ['offline, to try at once', aStatus({ reach: 'offline' }), true],
  ['already syncing', aStatus({}, true), false],
  ['signed out', aStatus({ auth: 'signedOut' }), false],
  ['session expired', aStatus({ auth: 'expired' }), false],
  ['database broken', aStatus({ store: 'corrupt' }), false],
])('sync is enabled or not when %s', (_when, status, isOffered) => {
  expect(canSync(status)).toBe(isOffered);
});

const attention = (parked: number, conflicts: number): DisplayStatus => ({
  kind: 'needsAttention',
  parked,
  conflicts,
  pending: 9,
});

test('the dock counts changes that need a person, not those that upload by themselves', () => {
  expect(badgeCount(attention(2, 1))).toBe(3);
  expect(badgeCount({ kind: 'pending', pending: 7 })).toBe(0);
});

test.each([
  ['the first conflict of the day', attention(0, 0), attention(0, 1), false, true],
  ['one more', attention(0, 1), attention(1, 1), false, true],
  ['fewer', attention(2, 1), attention(1, 1), false, false],
  ['while Ferry is in front', attention(0, 0), attention(0, 1), true, false],
  ['what was there when the app started', null, attention(0, 1), false, false],
])('a notification for %s', (_what, before, now, isFocused, isDue) => {
  expect(shouldNotify(before, now, isFocused)).toBe(isDue);
});

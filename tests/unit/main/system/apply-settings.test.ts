import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { applySettings } from '../../../../main/system/apply-settings.ts';
import { createAutostart } from '../../../../main/system/login-item.ts';
import { createSettings } from '../../../../main/system/settings.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

function aPlace() {
  const folder = temporaryFolder();
  const file = path.join(folder, 'settings.json');
  const settings = createSettings({ file, clock: manualClock(), log: recordingLog() });
  const intervals: number[] = [];
  const appearances: string[] = [];
  const entry = path.join(folder, 'autostart', 'ferry.desktop');
  const environment = {
    setAppearance: (appearance: string) => void appearances.push(appearance),
    setSyncInterval: (intervalMs: number) => void intervals.push(intervalMs),
    setOpenAtLogin: createAutostart({ configFolder: folder, program: '/opt/ferry' }),
  };
  return { settings, environment, intervals, appearances, opensAtLogin: () => existsSync(entry) };
}

test('Ferry opens at login from the moment it is chosen until it is deselected', () => {
  const { settings, environment, opensAtLogin } = aPlace();
  applySettings(settings, environment);
  expect(opensAtLogin()).toBe(settings.get().openAtLogin);
  settings.update({ openAtLogin: true });
  expect(opensAtLogin()).toBe(true);
  settings.update({ openAtLogin: false });
  expect(opensAtLogin()).toBe(false);
});

test('an app that is not installed changes no login item', () => {
  const { settings, environment, opensAtLogin } = aPlace();
  applySettings(settings, { ...environment, setOpenAtLogin: null });
  settings.update({ openAtLogin: true });
  expect(opensAtLogin()).toBe(false);
});

test('interval and theme reach the engine and the system at the start and at each change', () => {
  const { settings, environment, intervals, appearances } = aPlace();
  applySettings(settings, environment);
  settings.update({ syncIntervalMs: 30 * 60_000, appearance: 'dark' });
  expect(intervals).toEqual([5 * 60_000, 30 * 60_000]);
  expect(appearances).toEqual(['system', 'dark']);
});

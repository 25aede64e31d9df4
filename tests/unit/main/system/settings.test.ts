import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Settings } from '#app/contract/settings.ts';
import { createSettings } from '../../../../main/system/settings.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

function aPlace() {
  const file = path.join(temporaryFolder(), 'settings.json');
  return { file, open: () => createSettings({ file, clock: manualClock(), log: recordingLog() }) };
}

test('a new computer starts with the defaults', () => {
  expect(aPlace().open().get()).toMatchObject({ syncIntervalMs: 300_000, appearance: 'system', server: '' });
});

test('a change is stored and reported once', () => {
  const { open } = aPlace();
  const settings = open();
  const reported: Settings[] = [];
  settings.onChange((next) => reported.push(next));
  settings.update({ appearance: 'dark', density: undefined });
  expect(reported).toHaveLength(1);
  expect(open().get()).toEqual({ ...reported[0], appearance: 'dark', density: 'comfortable' });
});

test('only the named settings change', () => {
  const settings = aPlace().open();
  settings.update({ notifications: false });
  settings.update({ language: 'de' });
  expect(settings.get()).toMatchObject({ notifications: false, language: 'de' });
});

test('an unknown setting of a later version keeps the others valid', () => {
  const { file, open } = aPlace();
  open().update({ appearance: 'light' });
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), hologram: true }));
  expect(open().get().appearance).toBe('light');
});

test('a change that cannot be stored does not take effect', () => {
  const { file, open } = aPlace();
  const settings = open();
  mkdirSync(`${file}.new`);
  expect(() => settings.update({ appearance: 'dark' })).toThrow();
  expect(settings.get().appearance).toBe('system');
});

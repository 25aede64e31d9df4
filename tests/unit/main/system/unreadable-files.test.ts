import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { exportFile } from '../../../../main/system/atomic-file.ts';
import { createSettings } from '../../../../main/system/settings.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

/** Settings that another program holds: to read a folder fails as reading a locked file does. */
function heldSettings() {
  const file = path.join(temporaryFolder(), 'settings.json');
  mkdirSync(file);
  const clock = manualClock();
  const settings = createSettings({ file, clock, log: recordingLog() });
  const release = (content: string) => {
    rmdirSync(file);
    writeFileSync(file, content);
  };
  return { file, clock, settings, release };
}

test('settings that cannot be read for a moment are read later, and every listener is called', () => {
  const { clock, settings, release } = heldSettings();
  const reported: string[] = [];
  settings.onChange(({ language }) => reported.push(language));
  release('{"language":"de"}');
  clock.advance(10_000);
  expect(settings.get().language).toBe('de');
  expect(reported).toEqual(['de']);
});

test('a change in the meantime does not overwrite them', () => {
  const { file, settings, release } = heldSettings();
  expect(() => settings.update({ density: 'compact' })).toThrow('file.unreadable');
  release('{"language":"de"}');
  settings.update({ density: 'compact' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ language: 'de', density: 'compact' });
});

test('an export that cannot be written names its place, not the data folder', () => {
  const folder = path.join(temporaryFolder(), 'gone');
  try {
    exportFile(path.join(folder, 'export.csv'), 'a,b');
    expect.unreachable();
  } catch (thrown) {
    expect(toFerryError(thrown)).toMatchObject({ code: 'file.failed', details: { folder } });
  }
});

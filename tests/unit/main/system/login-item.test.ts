import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createAutostart } from '../../../../main/system/login-item.ts';
import { temporaryFolder } from '../support.ts';

test('on Linux the choice to open at login is a file that the desktop starts, and its absence', () => {
  const configFolder = temporaryFolder();
  const file = path.join(configFolder, 'autostart', 'ferry.desktop');
  const setOpenAtLogin = createAutostart({ configFolder, program: '/opt/My Apps/Ferry.AppImage' });
  setOpenAtLogin(false);
  expect(existsSync(file)).toBe(false);
  setOpenAtLogin(true);
  expect(readFileSync(file, 'utf8')).toContain('\nExec="/opt/My Apps/Ferry.AppImage" --hidden\n');
  setOpenAtLogin(false);
  expect(existsSync(file)).toBe(false);
});

test('a path with signs that the file gives a meaning is written so that it keeps its own', () => {
  const configFolder = temporaryFolder();
  createAutostart({ configFolder, program: '/home/a"b/100%/$x' })(true);
  expect(readFileSync(path.join(configFolder, 'autostart', 'ferry.desktop'), 'utf8')).toContain(
    'Exec="/home/a\\\\"b/100%%/\\\\$x" --hidden',
  );
});

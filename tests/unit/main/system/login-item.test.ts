import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createAutostart } from '../../../../main/system/login-item.ts';
import { temporaryFolder } from '../support.ts';

test('on Linux opening at login is a desktop file, or its absence', () => {
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

test('a path with special characters is escaped', () => {
  const configFolder = temporaryFolder();
  createAutostart({ configFolder, program: '/home/a"b/100%/$x' })(true);
  expect(readFileSync(path.join(configFolder, 'autostart', 'ferry.desktop'), 'utf8')).toContain(
    'Exec="/home/a\\\\"b/100%%/\\\\$x" --hidden',
  );
});

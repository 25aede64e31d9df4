import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { developmentAddon } from '../../../../main/data/development-addon.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function folderWithAddon(): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'better_sqlite3.node'), '');
  return folder;
}

it('a packed app never loads an addon beside it', () => {
  expect(developmentAddon({ isPackaged: true, resourcesFolder: folderWithAddon() })).toBeUndefined();
});

it('a development runtime may bring its own', () => {
  const folder = folderWithAddon();
  const addon = developmentAddon({ isPackaged: false, resourcesFolder: folder });
  expect(addon).toBe(path.join(folder, 'better_sqlite3.node'));
  expect(developmentAddon({ isPackaged: false, resourcesFolder: temporaryFolder() })).toBeUndefined();
});

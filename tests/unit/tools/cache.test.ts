import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildFolderOnce, cacheFolder, withLock } from '../../../tools/electron-runtime/cache.ts';

it('the cache is in the XDG folder, else in the home folder', () => {
  expect([cacheFolder({ XDG_CACHE_HOME: '/xdg' }), cacheFolder({}).endsWith('/.cache/ferry')]).toEqual([
    '/xdg/ferry',
    true,
  ]);
});

it('a folder appears complete or not at all', async () => {
  const { folder } = aPlace();
  await buildFolderOnce(folder, async (unfinished) => {
    writeFileSync(path.join(unfinished, 'part'), '');
    expect(existsSync(folder)).toBe(false);
  });
  expect(readdirSync(folder)).toEqual(['part']);
});

it('a failed build leaves nothing behind, and the next one starts from scratch', async () => {
  const { folder, parent } = aPlace();
  const failing = buildFolderOnce(folder, async () => {
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(parent)).toEqual([]);
  await buildFolderOnce(folder, async () => {});
  expect(existsSync(folder)).toBe(true);
});

it('remains of a killed build are removed by the next one', async () => {
  const { folder, parent } = aPlace();
  writeFileSync(`${folder}.unfinished-abc123`, 'half');
  await buildFolderOnce(folder, async () => {});
  expect(readdirSync(parent)).toEqual(['runtime']);
});

it('two processes that want the same folder build it once', async () => {
  const { folder } = aPlace();
  let builds = 0;
  const build = async () => {
    builds += 1;
  };
  await Promise.all([buildFolderOnce(folder, build), buildFolderOnce(folder, build)]);
  expect(builds).toBe(1);
});

it('a lock whose process has died is taken over', async () => {
  const { folder } = aPlace();
  writeFileSync(folder, '2147483646');
  expect(await withLock(folder, async () => 'mine')).toBe('mine');
});

it('a lock is released when the work fails', async () => {
  const { folder } = aPlace();
  const failing = withLock(folder, async () => {
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect(existsSync(folder)).toBe(false);
});

function aPlace() {
  const parent = mkdtempSync(path.join(tmpdir(), 'ferry-unit-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return { parent, folder: path.join(parent, 'runtime') };
}

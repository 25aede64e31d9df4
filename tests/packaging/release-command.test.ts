import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readFeed } from '../../main/updates/feed.ts';
import { writeChannelFiles } from '../../tools/release/feed-folder.ts';
import { createUpdateKeys } from '../../tools/release/sign-feed.ts';
import { temporaryFolder } from '../unit/main/support.ts';
import { aFeed } from '../unit/main/updates/support.ts';

const root = path.join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** `npm run release -- …` as the workflows call it, with keys and channel files of this test. */
function rehearse() {
  const folder = temporaryFolder();
  const pinned = path.join(folder, 'keys.json');
  const channels = path.join(folder, 'channels');
  const files = path.join(folder, 'files');
  mkdirSync(files);
  writeFileSync(pinned, '{ "keys": [] }');
  return {
    files,
    channels,
    pinned,
    /** Resolves to what it prints. */
    async release(privateKey: string, ...args: string[]): Promise<string[]> {
      const env = { ...process.env, FERRY_UPDATE_PRIVATE_KEY: privateKey };
      const all = ['tools/release.ts', ...args, '--pinned', pinned, '--channels', channels, '--files', files];
      const { stdout } = await promisify(execFile)(process.execPath, all, { cwd: root, env });
      return stdout.trim().split('\n');
    },
    /** A channel file, read as an app reads it that pins these keys. */
    feedOf(channel: string, keys: string[] = JSON.parse(readFileSync(pinned, 'utf8')).keys) {
      const reading = readFeed(readFileSync(path.join(channels, `${channel}.json`), 'utf8'), keys);
      if (!reading.ok) throw new Error(reading.failure);
      return reading.feed;
    },
  };
}

it('offers a release, raises its rollout and halts it, from keys to signed channel files', {
  timeout: 60_000,
}, async () => {
  const { files, release, feedOf } = rehearse();
  const privateKey = (await release('', 'keys')).at(-1) ?? '';
  await expect(release('', 'offer')).rejects.toThrow('FERRY_UPDATE_PRIVATE_KEY is not set');
  for (const name of ['mac-arm64.zip', 'win-x64.exe', 'linux-x86_64.AppImage', 'linux-amd64.deb'])
    writeFileSync(path.join(files, `Ferry-${version}-${name}`), name);
  writeFileSync(path.join(files, `Ferry-${version}-unsigned-linux-arm64.deb`), 'of a rehearsal');
  await release(privateKey, 'checksums');
  const sum = createHash('sha256').update('win-x64.exe').digest('hex');
  expect(readFileSync(path.join(files, 'SHA256SUMS'), 'utf8')).toContain(`${sum}  Ferry-${version}-win-x64.exe\n`);

  await release(privateKey, 'offer', '--rollout', '10');
  const offered = feedOf('latest');
  expect(offered).toMatchObject({ version, rolloutPercent: 10, isHalted: false, notes: { en: expect.any(String) } });
  expect(offered.files.map(({ target }) => target).sort()).toEqual(['AppImage', 'deb', 'nsis', 'zip']);
  await release(privateKey, 'rollout', '25');
  const raised = feedOf('latest');
  expect([raised.rolloutPercent, raised.sequence > offered.sequence]).toEqual([25, true]);
  await release(privateKey, 'halt');
  expect(feedOf('beta')).toMatchObject({ isHalted: true, rolloutPercent: 0 });
  await expect(release(privateKey, 'rollout', '50')).rejects.toThrow('is halted');
  await expect(release(privateKey, 'supersede')).rejects.toThrow('no desk goes back');
  await expect(release(privateKey, 'rollout', '')).rejects.toThrow('0 to 100');
  await expect(release(privateKey, 'rollout', '101')).rejects.toThrow('0 to 100');
});

it('supersedes a halted version by a higher one, for everyone at once', { timeout: 60_000 }, async () => {
  const { files, channels, release, feedOf } = rehearse();
  const privateKey = (await release('', 'keys')).at(-1) ?? '';
  writeFileSync(path.join(files, `Ferry-${version}-linux-amd64.deb`), 'the higher one');
  const bad = aFeed({ version: '0.0.9', rolloutPercent: 10, sequence: 1 });
  await writeChannelFiles(channels, { latest: bad, beta: { ...bad, channel: 'beta' } }, [privateKey]);
  await release(privateKey, 'halt', '--version', '0.0.9');
  const halted = feedOf('latest');
  await expect(release(privateKey, 'supersede')).rejects.toThrow('no file for linux-x64-AppImage');
  await release(privateKey, 'supersede', '--without', 'linux-x64-AppImage');
  for (const channel of ['latest', 'beta'])
    expect(feedOf(channel)).toMatchObject({ version, rolloutPercent: 100, isHalted: false });
  expect(feedOf('latest').sequence).toBeGreaterThan(halted.sequence);
});

it('rotates the key as docs/releasing.md says, and desks believe each step', { timeout: 60_000 }, async () => {
  const { files, pinned, release, feedOf } = rehearse();
  const first = (await release('', 'keys')).at(-1) ?? '';
  writeFileSync(path.join(files, `Ferry-${version}-linux-amd64.deb`), 'deb');
  const second = (await release('', 'keys')).at(-1) ?? '';
  await release(first, 'offer');
  await expect(release(createUpdateKeys().privateKey, 'halt')).rejects.toThrow('belongs to none of the keys');
  await expect(release('', 'keys')).rejects.toThrow('pins two keys');

  const { keys } = JSON.parse(readFileSync(pinned, 'utf8'));
  await release(second, 'rollout', '10');
  writeFileSync(pinned, JSON.stringify({ keys: keys.slice(1) }));
  await release('', 'keys');
  await release(second, 'rollout', '25');
  expect([feedOf('latest', keys).rolloutPercent, feedOf('latest').rolloutPercent]).toEqual([25, 25]);
  await expect(release(first, 'halt')).rejects.toThrow('belongs to none of the keys');
});

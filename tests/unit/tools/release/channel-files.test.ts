import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../../../main/updates/feed.ts';
import {
  type ChannelFeeds,
  changeRollout,
  feedFileOf,
  feedFilesIn,
  haltRelease,
  offerRelease,
} from '../../../../tools/release/channel-files.ts';
import { writeChecksums } from '../../../../tools/release/checksums.ts';
import { readChannelFiles, writeChannelFiles } from '../../../../tools/release/feed-folder.ts';
import { createUpdateKeys } from '../../../../tools/release/sign-feed.ts';
import { temporaryFolder } from '../../main/support.ts';
import { aFeed, sha512 } from '../../main/updates/support.ts';

const NOW_MS = 5000;
const release = (version: string) => ({ version, files: aFeed().files, notes: { en: '- x' }, rolloutPercent: 10 });
const versions = (feeds: ChannelFeeds) => Object.values(feeds).map(({ channel, version }) => `${channel} ${version}`);
const beta = (version: string): Feed => aFeed({ channel: 'beta', version });

describe('offering a release', () => {
  it('puts a stable one into both channels, a beta into its own', () => {
    expect(versions(offerRelease({}, release('1.0.0'), NOW_MS))).toEqual(['latest 1.0.0', 'beta 1.0.0']);
    expect(versions(offerRelease({}, release('1.1.0-beta.1'), NOW_MS))).toEqual(['beta 1.1.0-beta.1']);
  });

  it('keeps beta users at their higher version', () => {
    const before = { latest: aFeed({ version: '1.0.0' }), beta: beta('1.1.0-beta.1') };
    expect(versions(offerRelease(before, release('1.0.1'), NOW_MS))).toEqual(['latest 1.0.1']);
  });

  it.each(['1.0.0', '0.9.9'])('of a version that is not higher is refused: %s', (version) => {
    expect(() => offerRelease({ latest: aFeed({ version: '1.0.0' }) }, release(version), NOW_MS)).toThrow(
      'no desk goes back',
    );
  });

  it.each(['latest', 'beta'] as const)(
    'without a file for a kind of computer that %s supports is refused',
    (channel) => {
      const [linux] = aFeed().files;
      if (linux === undefined) throw new Error('The feed has no file');
      const mac = {
        ...linux,
        name: 'Ferry-1.0.0-mac-arm64.zip',
        platform: 'darwin',
        arch: 'arm64',
        target: 'zip',
      } as const;
      const before = { [channel]: aFeed({ channel, version: '1.0.0', files: [linux, mac] }) };
      expect(() => offerRelease(before, release('1.0.1'), NOW_MS)).toThrow(/no file for darwin-arm64-zip.*--without/);
      const without = ['darwin-arm64-zip'];
      expect(offerRelease(before, { ...release('1.0.1'), without }, NOW_MS)[channel]?.version).toBe('1.0.1');
    },
  );

  it('replaces a halted one by a higher version', () => {
    const before = { latest: aFeed({ version: '1.0.0', isHalted: true }) };
    expect(offerRelease(before, release('1.0.1'), NOW_MS).latest).toMatchObject({ version: '1.0.1', isHalted: false });
  });
});

describe('every change of a channel file', () => {
  const before = { latest: aFeed({ sequence: 9000 }), beta: beta('2.1.0-beta.1') };

  it('has a higher sequence than the one before, even where the clock went back', () => {
    const sequences = [
      offerRelease(before, release('3.0.0'), NOW_MS),
      changeRollout(before, '2.0.0', 25, NOW_MS),
      haltRelease(before, '2.0.0', NOW_MS),
    ].map(({ latest }) => latest?.sequence);
    expect(sequences).toEqual([9001, 9001, 9001]);
  });

  it('changes only the channels that offer the version', () => {
    expect(versions(changeRollout(before, '2.0.0', 25, NOW_MS))).toEqual(['latest 2.0.0']);
  });

  it('a rollout changes the percentage and nothing else', () => {
    expect(changeRollout(before, '2.0.0', 25, NOW_MS).latest).toEqual(aFeed({ rolloutPercent: 25, sequence: 9001 }));
  });

  it('a halt sets the percentage to zero, and cannot be rolled out over', () => {
    const halted = haltRelease(before, '2.0.0', NOW_MS);
    expect(halted.latest).toMatchObject({ isHalted: true, rolloutPercent: 0 });
    expect(() => changeRollout(halted, '2.0.0', 100, NOW_MS)).toThrow('release a higher version');
  });

  it.each([changeRollout, haltRelease])('is refused for a version that no channel offers', (change) => {
    expect(() => (change as typeof haltRelease)(before, '7.0.0', NOW_MS)).toThrow('No channel offers 7.0.0');
  });
});

describe('a folder of channel files', () => {
  const keys = createUpdateKeys();

  it('refuses a file longer than desks read', async () => {
    const folder = temporaryFolder();
    const latest = aFeed({ notes: { en: '"'.repeat(100_000), de: 'ß'.repeat(30_000) } });
    await expect(writeChannelFiles(folder, { latest }, [keys.privateKey])).rejects.toThrow('shorten the notes');
    expect(existsSync(path.join(folder, 'latest.json'))).toBe(false);
  });

  it('is read back as it was written', async () => {
    const folder = path.join(temporaryFolder(), 'channels');
    await writeChannelFiles(folder, { latest: aFeed(), beta: beta('2.0.0') }, [keys.privateKey]);
    expect(await readChannelFiles(folder, [keys.publicKey])).toEqual({ latest: aFeed(), beta: beta('2.0.0') });
  });

  it('is not extended if a file is signed with another key', async () => {
    const folder = temporaryFolder();
    await writeChannelFiles(folder, { latest: aFeed() }, [createUpdateKeys().privateKey]);
    await expect(readChannelFiles(folder, [keys.publicKey])).rejects.toThrow('not signed by a key that the app pins');
  });
});

describe('the files of a release', () => {
  it.each([
    ['Ferry-1.0.0-mac-arm64.zip', 'darwin', 'arm64', 'zip'],
    ['Ferry-1.0.0-mac-x64.zip', 'darwin', 'x64', 'zip'],
    ['Ferry-1.0.0-win-x64.exe', 'win32', 'x64', 'nsis'],
    ['Ferry-1.0.0-linux-x86_64.AppImage', 'linux', 'x64', 'AppImage'],
    ['Ferry-1.0.0-linux-arm64.AppImage', 'linux', 'arm64', 'AppImage'],
    ['Ferry-1.0.0-linux-amd64.deb', 'linux', 'x64', 'deb'],
  ])('%s is for %s %s, as %s', (name, platform, arch, target) => {
    expect(feedFileOf(name, '1.0.0')).toEqual({ name, platform, arch, target });
  });

  it.each([
    'Ferry-1.0.0-mac-arm64.dmg',
    'Ferry-1.0.0-unsigned-linux-x86_64.AppImage',
    'Ferry-1.0.1-linux-x86_64.AppImage',
    'Ferry-1.0.0-linux-x86_64.AppImage.blockmap',
    'latest-linux.yml',
  ])('%s is not for the updater', (name) => {
    expect(feedFileOf(name, '1.0.0')).toBeNull();
  });

  it('are hashed, and summarised for people', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'Ferry-1.0.0-linux-amd64.deb'), 'deb');
    writeFileSync(path.join(folder, 'builder-debug.yml'), 'x');
    expect(await feedFilesIn(folder, '1.0.0')).toMatchObject([{ bytes: 3, sha512: sha512('deb') }]);
    await writeChecksums(folder);
    const { execFileSync } = await import('node:child_process');
    expect(execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toBe(
      'Ferry-1.0.0-linux-amd64.deb: OK\n',
    );
  });
});

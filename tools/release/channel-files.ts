import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Feed, FeedChannel, FeedFile } from '../../main/updates/feed.ts';
import { compareVersions } from '../../main/updates/feed-policy.ts';

/** Channel files, existing or planned; a channel without one is absent. */
export type ChannelFeeds = Partial<Record<FeedChannel, Feed>>;

/** A stable release goes to `beta` as well, so that beta desks are not left behind. */
export function channelsOf(version: string): FeedChannel[] {
  return version.includes('-beta.') ? ['beta'] : ['latest', 'beta'];
}

interface Release {
  version: string;
  files: FeedFile[];
  notes: Feed['notes'];
  rolloutPercent: number;
  /** Computers that get no more updates, as `darwin-x64-zip`; for all others there must be a file as there was one before. */
  without?: readonly string[];
}

/**
 * The channel files that offer a release.
 * @param before the current offers; a version that is not higher is refused, since a desk cannot downgrade
 * @throws Error with a remedy
 */
export function offerRelease(before: ChannelFeeds, release: Release, nowMs: number): ChannelFeeds {
  const { version, files, notes, rolloutPercent, without = [] } = release;
  const offered: ChannelFeeds = {};
  for (const channel of channelsOf(version)) {
    const current = before[channel];
    if (current !== undefined && compareVersions(version, current.version) <= 0) {
      // A stable release may follow a beta of the next version; beta desks already have the newer one.
      if (channel === 'beta' && !version.includes('-beta.')) continue;
      throw new Error(`${channel} offers ${current.version}, and no desk goes back: release a version higher than it`);
    }
    const missing = computersOf(current?.files).filter(
      (computer) => !computersOf(files).includes(computer) && !without.includes(computer),
    );
    if (missing.length > 0)
      throw new Error(
        `${version} has no file for ${missing.join(', ')}, and ${current?.version} has: ` +
          `build it, or leave these desks without updates by --without ${missing.join(',')}`,
      );
    offered[channel] = {
      ...{
        format: 1 as const,
        app: 'desk.ferry.app' as const,
        channel,
        version,
        rolloutPercent,
        isHalted: false,
        notes,
        files,
      },
      sequence: nextSequence(current, nowMs),
    };
  }
  return offered;
}

/** What the files are for, each as `darwin-arm64-zip`. */
function computersOf(files: readonly FeedFile[] = []): string[] {
  return files.map(({ platform, arch, target }) => `${platform}-${arch}-${target}`);
}

/** Changes the share of desks that are offered the version. @throws if it was halted or no channel offers it */
export function changeRollout(
  before: ChannelFeeds,
  version: string,
  rolloutPercent: number,
  nowMs: number,
): ChannelFeeds {
  return change(before, version, nowMs, (feed) => {
    if (feed.isHalted) throw new Error(`${version} is halted: release a higher version and supersede it`);
    return { rolloutPercent };
  });
}

/** Withdraws a version: no desk is offered it, and none that has downloaded it installs it. */
export function haltRelease(before: ChannelFeeds, version: string, nowMs: number): ChannelFeeds {
  return change(before, version, nowMs, () => ({ isHalted: true, rolloutPercent: 0 }));
}

function change(
  before: ChannelFeeds,
  version: string,
  nowMs: number,
  patch: (feed: Feed) => Partial<Feed>,
): ChannelFeeds {
  const affected = Object.values(before).filter((feed) => feed.version === version);
  if (affected.length === 0) throw new Error(`No channel offers ${version}`);
  return Object.fromEntries(
    affected.map((feed) => [feed.channel, { ...feed, ...patch(feed), sequence: nextSequence(feed, nowMs) }]),
  );
}

/** Higher than the previous one even if the clock went back. */
function nextSequence(current: Feed | undefined, nowMs: number): number {
  return Math.max(nowMs, (current?.sequence ?? 0) + 1);
}

const SYSTEMS = { mac: 'darwin', win: 'win32', linux: 'linux' } as const;
const ARCHES: Record<string, FeedFile['arch']> = { x64: 'x64', x86_64: 'x64', amd64: 'x64', arm64: 'arm64' };
const TARGETS: Record<string, FeedFile['target']> = { zip: 'zip', exe: 'nsis', AppImage: 'AppImage', deb: 'deb' };

/** Measures a release's update files. Others, such as the disk image, are for people. */
export async function feedFilesIn(folder: string, version: string): Promise<FeedFile[]> {
  const files: FeedFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const file = feedFileOf(name, version);
    if (file === null) continue;
    const { size } = await stat(path.join(folder, name));
    files.push({ ...file, bytes: size, sha512: await hashOf(path.join(folder, name), 'sha512', 'base64') });
  }
  return files;
}

/** A file's kind, by its name from electron-builder.yml; null if the app does not update from it. */
export function feedFileOf(
  name: string,
  version: string,
): Pick<FeedFile, 'name' | 'platform' | 'arch' | 'target'> | null {
  const prefix = `Ferry-${version}-`;
  if (!name.startsWith(prefix)) return null;
  const [, system, archName, extension] = /^(mac|win|linux)-([a-z0-9_]+)\.(\w+)$/.exec(name.slice(prefix.length)) ?? [];
  const arch = ARCHES[archName ?? ''];
  const target = TARGETS[extension ?? ''];
  if (system === undefined || arch === undefined || target === undefined) return null;
  return { name, platform: SYSTEMS[system as keyof typeof SYSTEMS], arch, target };
}

export async function hashOf(file: string, algorithm: string, encoding: 'base64' | 'hex'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}

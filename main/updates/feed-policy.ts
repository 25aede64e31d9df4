import { createHash } from 'node:crypto';
import type { Feed, FeedFile } from './feed.ts';

/** Facts about this copy of the app that updates depend on. */
export interface InstalledApp {
  version: string;
  platform: NodeJS.Platform;
  arch: string;
  target: FeedFile['target'];
  /** Read when needed: data that is repaired late has another id than at the start. */
  deviceId: () => string;
}

export type Verdict =
  | { kind: 'offer'; version: string; file: FeedFile; feed: Feed }
  /** Nothing newer, not yet for this desk, or withdrawn. */
  | { kind: 'current' }
  /** Newer, but without a file for this computer. */
  | { kind: 'noFile'; version: string };

/** What a feed means for this desk. An older version is never offered: it would refuse the newer database. */
export function judgeFeed(feed: Feed, app: InstalledApp): Verdict {
  const isNewer = compareVersions(feed.version, app.version) > 0;
  if (!isNewer || feed.isHalted || rolloutBucket(feed.version, app.deviceId()) >= feed.rolloutPercent) {
    return { kind: 'current' };
  }
  const file = feed.files.find(
    ({ platform, arch, target }) => platform === app.platform && arch === app.arch && target === app.target,
  );
  return file === undefined
    ? { kind: 'noFile', version: feed.version }
    : { kind: 'offer', version: feed.version, file, feed };
}

/**
 * The desk's position in a staged rollout: 0 to 100, stable per version. Includes the version, so that it is not always
 * the same desks that go first.
 */
export function rolloutBucket(version: string, deviceId: string): number {
  const hash = createHash('sha256').update(`${version}\n${deviceId}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}

/** Like `a - b`, by SemVer, for the versions a feed may have: a beta precedes its release. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function partsOf(version: string): number[] {
  const [numbers = '', beta] = version.split('-beta.');
  return [...numbers.split('.').map(Number), beta === undefined ? Number.MAX_SAFE_INTEGER : Number(beta)];
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, type InstalledApp, judgeFeed, rolloutBucket } from '../../../../main/updates/feed-policy.ts';
import { aFeed } from './support.ts';

const app: InstalledApp = {
  version: '1.0.0',
  platform: 'linux',
  arch: 'x64',
  target: 'AppImage',
  deviceId: () => 'd1',
};

describe('judgeFeed', () => {
  it('offers a newer version to an eligible desk', () => {
    expect(judgeFeed(aFeed(), app)).toMatchObject({ kind: 'offer', version: '2.0.0', file: aFeed().files[0] });
  });

  it.each([
    ['the same version', { version: '1.0.0' }],
    ['an older version', { version: '0.9.0' }],
    ['a beta of the same version', { version: '1.0.0-beta.3' }],
    ['a version that was halted', { isHalted: true }],
    ['a version that nobody is offered yet', { rolloutPercent: 0 }],
  ])('offers nothing for %s', (_what, patch) => {
    expect(judgeFeed(aFeed(patch), app)).toEqual({ kind: 'current' });
  });

  it.each([
    ['another processor', { arch: 'arm64' }],
    ['another system', { platform: 'darwin' as const }],
    ['another installer', { target: 'deb' as const }],
  ])('reports a newer version without a file for %s', (_what, patch) => {
    expect(judgeFeed(aFeed(), { ...app, ...patch })).toEqual({ kind: 'noFile', version: '2.0.0' });
  });

  it('offers a version to about the rollout percentage of desks, and never withdraws it when that is raised', () => {
    const devices = Array.from({ length: 2000 }, (_, index) => `device-${index}`);
    const offered = (rolloutPercent: number) =>
      devices.filter(
        (deviceId) => judgeFeed(aFeed({ rolloutPercent }), { ...app, deviceId: () => deviceId }).kind === 'offer',
      );
    const [some, more, all] = [offered(10), offered(50), offered(100)];
    expect(some.length / devices.length).toBeCloseTo(0.1, 1);
    expect(more.length / devices.length).toBeCloseTo(0.5, 1);
    expect(all).toEqual(devices);
    expect(some.filter((device) => !more.includes(device))).toEqual([]);
  });

  it('chooses different desks first for another version', () => {
    const first = (version: string) =>
      Array.from({ length: 300 }, (_, index) => `device-${index}`).filter((id) => rolloutBucket(version, id) < 20);
    expect(first('2.0.0')).not.toEqual(first('2.1.0'));
  });
});

describe('compareVersions', () => {
  it('orders releases and their betas', () => {
    const inOrder = ['0.9.0', '1.0.0-beta.2', '1.0.0-beta.10', '1.0.0', '1.0.1-beta.1', '1.0.1', '1.10.0', '2.0.0'];
    expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
  });

  it('is 0 for the same version and changes sign with the order of its arguments', () => {
    const part = fc.nat({ max: 9999 });
    const version = fc
      .tuple(part, part, part, fc.option(part))
      .map(([a, b, c, beta]) => `${a}.${b}.${c}${beta === null ? '' : `-beta.${beta}`}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(compareVersions(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

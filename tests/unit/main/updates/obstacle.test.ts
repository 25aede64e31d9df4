import { describe, expect, it } from 'vitest';
import { updateObstacle, updateTarget } from '../../../../main/updates/obstacle.ts';

const appImage = {
  isPackaged: true,
  hasFeed: true,
  platform: 'linux' as NodeJS.Platform,
  appImage: '/home/ana/Ferry.AppImage' as string | undefined,
  packageType: null as string | null,
  isInApplications: false,
  canWrite: () => true,
};

describe('an app can update itself', () => {
  it.each([
    ['from an AppImage', {}],
    ['from a deb, by asking for a password', { appImage: undefined, packageType: 'deb' }],
    ['on Windows', { platform: 'win32' as const, appImage: undefined }],
    ['in the Applications folder', { platform: 'darwin' as const, appImage: undefined, isInApplications: true }],
  ])('%s', (_what, patch) => {
    expect(updateObstacle({ ...appImage, ...patch })).toBeNull();
  });

  it.each([
    ['development', { isPackaged: false }],
    ['noFeed', { hasFeed: false }],
    ['notInstalled', { appImage: undefined }],
    ['readOnlyPlace', { canWrite: () => false }],
    ['notInApplications', { platform: 'darwin' as const }],
  ] as const)('not with the obstacle %s', (obstacle, patch) => {
    expect(updateObstacle({ ...appImage, ...patch })).toBe(obstacle);
  });
});

it.each([
  ['darwin', null, 'zip'],
  ['win32', null, 'nsis'],
  ['linux', null, 'AppImage'],
  ['linux', 'deb', 'deb'],
] as const)('on %s (%s) it is replaced by a %s', (platform, packageType, target) => {
  expect(updateTarget(platform, packageType)).toBe(target);
});

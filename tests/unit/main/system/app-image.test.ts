import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownAppImage } from '../../../../main/system/app-image.ts';
import { temporaryFolder } from '../support.ts';

const APPIMAGE = '/home/ana/Ferry.AppImage';

/** The folder that an AppImage is mounted at, with a program inside. */
function mounted() {
  const mountPoint = path.join(temporaryFolder(), '.mount_Ferry');
  mkdirSync(mountPoint);
  const program = path.join(mountPoint, 'ferry');
  writeFileSync(program, '');
  return { mountPoint, program };
}

describe('the running AppImage', () => {
  it('is the one this program was mounted from', () => {
    const { mountPoint, program } = mounted();
    expect(ownAppImage({ APPIMAGE, APPDIR: mountPoint }, program)).toBe(APPIMAGE);
  });

  it('is found where the mount point is reached through a link', () => {
    const { mountPoint, program } = mounted();
    const link = path.join(temporaryFolder(), 'tmp');
    symlinkSync(path.dirname(mountPoint), link);
    expect(ownAppImage({ APPIMAGE, APPDIR: path.join(link, path.basename(mountPoint)) }, program)).toBe(APPIMAGE);
  });

  it.each([
    ['of the terminal that Ferry was started from', () => mounted().mountPoint],
    ['that is not mounted any more', () => '/tmp/.mount_Gone'],
    ['without a mount point', () => undefined],
  ])('is none of another program: one %s', (_what, appDir) => {
    const APPDIR = appDir();
    expect(ownAppImage({ APPIMAGE, ...(APPDIR && { APPDIR }) }, '/opt/Ferry/ferry')).toBeUndefined();
  });

  it('is none whose mount point merely begins the same', () => {
    const { mountPoint, program } = mounted();
    expect(ownAppImage({ APPIMAGE, APPDIR: mountPoint.slice(0, -1) }, program)).toBeUndefined();
    mkdirSync(`${mountPoint}2`);
    expect(ownAppImage({ APPIMAGE, APPDIR: mountPoint }, path.join(`${mountPoint}2`, 'ferry'))).toBeUndefined();
  });

  it('is unknown if the environment does not name it', () => {
    expect(ownAppImage({}, '/opt/Ferry/ferry')).toBeUndefined();
  });
});

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { signaturesToVerify } from '../../../../tools/release/verify-artifacts.ts';
import { temporaryFolder } from '../../main/support.ts';

function aBuild(...apps: string[]) {
  const folder = temporaryFolder();
  for (const app of apps) mkdirSync(path.join(folder, app, 'Ferry.app'), { recursive: true });
  return { folder, at: (name: string) => path.join(folder, name) };
}

it('on macOS, each image and the app it was made of', () => {
  const { folder, at } = aBuild('mac', 'mac-arm64');
  const images = ['Ferry-1.0.0-mac-x64.dmg', 'Ferry-1.0.0-mac-arm64.dmg'].map(at);
  expect(signaturesToVerify([...images, at('Ferry-1.0.0-mac-x64.zip')], 'darwin', folder)).toEqual([
    { diskImage: images[0], app: at('mac/Ferry.app') },
    { diskImage: images[1], app: at('mac-arm64/Ferry.app') },
  ]);
});

it('on Windows, each installer', () => {
  expect(signaturesToVerify(['Ferry-1.0.0-win-x64.exe', 'Ferry.exe.blockmap'], 'win32', '')).toEqual([
    { installer: 'Ferry-1.0.0-win-x64.exe' },
  ]);
});

it('on Linux, none: the channel file is signed instead', () => {
  expect(signaturesToVerify(['Ferry-1.0.0-linux-amd64.deb'], 'linux', '')).toEqual([]);
});

it.each([
  ['without an image on macOS', ['Ferry-1.0.0-mac-x64.zip'], 'darwin', 'no disk image'],
  ['without an installer on Windows', ['Ferry-1.0.0-win-x64.zip'], 'win32', 'no installer'],
  ['without the app an image was made of', ['Ferry-1.0.0-mac-arm64.dmg'], 'darwin', 'mac-arm64'],
] as const)('is no release %s', (_what, artifacts, platform, problem) => {
  expect(() => signaturesToVerify(artifacts, platform, aBuild('mac').folder)).toThrow(problem);
});

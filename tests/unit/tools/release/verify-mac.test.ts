import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verifyMacRelease } from '../../../../tools/release/verify-mac.ts';
import { verifyWindowsInstaller } from '../../../../tools/release/verify-windows.ts';
import { temporaryFolder } from '../../main/support.ts';

afterEach(() => vi.unstubAllEnvs());

const app = '/build/mac-arm64/Ferry.app';
const diskImage = '/build/Ferry-1.0.0-mac-arm64.dmg';

describe('an artifact built on macOS', () => {
  it('is checked in every way macOS offers, as the app, the image and the app inside the image', async () => {
    const { commands } = standIns();
    await verifyMacRelease(app, diskImage);
    const inside = commands().map((line) => line.replaceAll(/\/\S*ferry-dmg-\w+/g, 'MOUNT'));
    expect(inside).toEqual([
      `codesign --verify --deep --strict --verbose=2 ${app}`,
      `xcrun stapler validate ${app}`,
      `spctl --assess --type execute --verbose=4 ${app}`,
      `hdiutil verify ${diskImage}`,
      `codesign --verify --strict --verbose=2 ${diskImage}`,
      `xcrun stapler validate ${diskImage}`,
      `spctl --assess --type open --context context:primary-signature --verbose=4 ${diskImage}`,
      `hdiutil attach -readonly -nobrowse -mountpoint MOUNT ${diskImage}`,
      'codesign --verify --deep --strict --verbose=2 MOUNT/Ferry.app',
      'xcrun stapler validate MOUNT/Ferry.app',
      'spctl --assess --type execute --verbose=4 MOUNT/Ferry.app',
      'hdiutil detach MOUNT',
    ]);
  });

  it.each([
    ['a signature that does not hold', 'codesign --verify --deep', 'invalid signature'],
    ['an app without its ticket', `stapler validate ${app}`, 'does not have a ticket'],
    ['an app that Gatekeeper refuses', 'spctl --assess --type execute', 'rejected'],
    ['a damaged image', 'hdiutil verify', 'checksum'],
    ['an image without its ticket', `stapler validate ${diskImage}`, 'does not have a ticket'],
    ['an image that Gatekeeper refuses', 'spctl --assess --type open', 'rejected'],
    ['an image that does not open', 'hdiutil attach', 'no mountable file systems'],
  ])('is no release with %s', async (_what, failing, output) => {
    standIns(failing, output);
    await expect(verifyMacRelease(app, diskImage)).rejects.toThrow(output);
  });

  it('detaches the image if the app inside is refused', async () => {
    const { commands } = standIns('ferry-dmg-.*/Ferry.app', 'rejected');
    await expect(verifyMacRelease(app, diskImage)).rejects.toThrow('rejected');
    const mountPoint = commands().at(-1)?.split(' ').at(-1) ?? '';
    expect([commands().at(-1), existsSync(mountPoint)]).toEqual([`hdiutil detach ${mountPoint}`, false]);
  });

  it('is no release if a tool is missing', async () => {
    vi.stubEnv('PATH', temporaryFolder());
    await expect(verifyMacRelease(app, diskImage)).rejects.toThrow('codesign');
  });
});

describe('an installer for Windows', () => {
  it('is signed by the publisher that installed apps expect', async () => {
    standIns('powershell.exe', 'Valid|Ferry GmbH|CN=Ferry GmbH, C=DE', 0);
    await expect(verifyWindowsInstaller("C:\\o'k\\Ferry.exe", 'Ferry GmbH')).resolves.toBeUndefined();
  });

  it.each(['Ferry, Inc.', 'CN="Ferry, Inc.", C=US'])('may be recognised by the name %s', async (publisherName) => {
    standIns('powershell.exe', 'Valid|Ferry, Inc.|CN="Ferry, Inc.", C=US', 0);
    await expect(verifyWindowsInstaller('Ferry.exe', publisherName)).resolves.toBeUndefined();
  });

  it.each([
    ['not signed', 'NotSigned|'],
    ['signed by somebody else', 'Valid|Somebody|CN=Somebody'],
    ['signed by a firm whose name only begins the same', 'Valid|Ferry GmbH Berlin|CN=Ferry GmbH Berlin, C=DE'],
    ['signed in a department of that name', 'Valid|Somebody|CN=Somebody, OU=Ferry GmbH, C=DE'],
    ['changed after it was signed', 'HashMismatch|Ferry GmbH|CN=Ferry GmbH'],
  ])('is no release when it is %s', async (_what, output) => {
    standIns('powershell.exe', output, 0);
    await expect(verifyWindowsInstaller('Ferry.exe', 'Ferry GmbH')).rejects.toThrow('signed');
  });
});

/** Puts stand-ins on PATH that note how they are called; a call that matches `special` says something and ends with a code. */
function standIns(special = '^$', output = '', code = 1) {
  const folder = temporaryFolder();
  const log = path.join(folder, 'commands');
  writeFileSync(log, '');
  for (const name of ['codesign', 'spctl', 'xcrun', 'hdiutil', 'powershell.exe']) {
    const file = path.join(folder, name);
    const line = `"${name} $*"`;
    writeFileSync(
      file,
      `#!/bin/sh\necho ${line} >> '${log}'\nif echo ${line} | grep -q -- '${special}'; then echo '${output}'; exit ${code}; fi\n`,
    );
    chmodSync(file, 0o755);
  }
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return { commands: () => readFileSync(log, 'utf8').trim().split('\n') };
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { verifyMacRelease } from './verify-mac.ts';
import { verifyWindowsInstaller } from './verify-windows.ts';

/** A signed file that the system is asked about. */
type Signed = { diskImage: string; app: string } | { installer: string };

/**
 * What of a build has to be signed on this platform.
 * @param releaseFolder where electron-builder leaves each architecture's app in its own folder: `mac`, `mac-arm64`
 * @throws if there is nothing to ask about: an empty build must not pass for a signed one
 */
export function signaturesToVerify(
  artifacts: readonly string[],
  platform: NodeJS.Platform,
  releaseFolder: string,
): Signed[] {
  const endingIn = (extension: string) => artifacts.filter((file) => file.endsWith(extension));
  if (platform === 'darwin') {
    const diskImages = endingIn('.dmg');
    if (diskImages.length === 0) throw new Error('The build has no disk image');
    return diskImages.map((diskImage) => ({ diskImage, app: appOf(diskImage, releaseFolder) }));
  }
  if (platform === 'win32') {
    const installers = endingIn('.exe');
    if (installers.length === 0) throw new Error('The build has no installer');
    return installers.map((installer) => ({ installer }));
  }
  return [];
}

/** Asks the system about each signed file of a build. @throws where it refuses one */
export async function verifyArtifacts(artifacts: readonly string[], releaseFolder: string): Promise<void> {
  for (const signed of signaturesToVerify(artifacts, process.platform, releaseFolder)) {
    if ('installer' in signed) await verifyWindowsInstaller(signed.installer, process.env.WIN_PUBLISHER_NAME ?? '');
    else await verifyMacRelease(signed.app, signed.diskImage);
  }
}

function appOf(diskImage: string, releaseFolder: string): string {
  const folder = path.basename(diskImage).includes('arm64') ? 'mac-arm64' : 'mac';
  const app = path.join(releaseFolder, folder, 'Ferry.app');
  if (!existsSync(app)) throw new Error(`${app} is missing: what ${diskImage} was made of cannot be checked`);
  return app;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from './run-command.ts';

/**
 * Asks macOS whether it will open the result: the packaged app, the disk image, and the app inside it, which is what
 * people get.
 * @throws with the command that failed and its output
 */
export async function verifyMacRelease(app: string, diskImage: string): Promise<void> {
  await verifyApp(app);
  await runCommand('hdiutil', ['verify', diskImage]);
  await runCommand('codesign', ['--verify', '--strict', '--verbose=2', diskImage]);
  await runCommand('xcrun', ['stapler', 'validate', diskImage]);
  await runCommand('spctl', [
    '--assess',
    '--type',
    'open',
    '--context',
    'context:primary-signature',
    '--verbose=4',
    diskImage,
  ]);
  const mountPoint = await mkdtemp(path.join(tmpdir(), 'ferry-dmg-'));
  await runCommand('hdiutil', ['attach', '-readonly', '-nobrowse', '-mountpoint', mountPoint, diskImage]);
  try {
    await verifyApp(path.join(mountPoint, path.basename(app)));
  } finally {
    await runCommand('hdiutil', ['detach', mountPoint]);
    await rm(mountPoint, { recursive: true, force: true });
  }
}

async function verifyApp(app: string): Promise<void> {
  await runCommand('codesign', ['--verify', '--deep', '--strict', '--verbose=2', app]);
  await runCommand('xcrun', ['stapler', 'validate', app]);
  await runCommand('spctl', ['--assess', '--type', 'execute', '--verbose=4', app]);
}

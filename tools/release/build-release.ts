import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'electron-builder';
import { build as buildApp } from '../app-build.ts';
import { projectFolder } from '../child-process.ts';
import { releaseConfig } from './builder-config.ts';
import { preflightProblems } from './preflight.ts';
import { readReleaseFacts } from './release-facts.ts';
import { verifyMacRelease } from './verify-mac.ts';
import { verifyWindowsInstaller } from './verify-windows.ts';

const releaseFolder = path.join(projectFolder, 'release');

/**
 * Builds, signs, notarizes and checks this platform's installers into release/. Throws if anything is missing before,
 * or wrong afterwards.
 */
export async function buildRelease(options: { tag: string | null; isUnsigned: boolean }): Promise<string[]> {
  const facts = await readReleaseFacts(options);
  const problems = preflightProblems(facts);
  if (problems.length > 0)
    throw new Error(`The release cannot begin:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
  // Read by build/notarize-dmg.ts, which electron-builder may call in another process.
  process.env.FERRY_UNSIGNED = options.isUnsigned ? '1' : '';
  await buildApp();
  const config = releaseConfig(facts);
  const artifacts = await build({ projectDir: projectFolder, publish: 'never', config });
  if (!options.isUnsigned) await verifySignatures(artifacts);
  return artifacts;
}

async function verifySignatures(artifacts: readonly string[]): Promise<void> {
  if (process.platform === 'darwin') {
    for (const diskImage of artifacts.filter((file) => file.endsWith('.dmg'))) {
      await verifyMacRelease(await appFor(diskImage), diskImage);
    }
  }
  if (process.platform === 'win32') {
    const installers = artifacts.filter((file) => file.endsWith('.exe'));
    for (const installer of installers) await verifyWindowsInstaller(installer, process.env.WIN_PUBLISHER_NAME ?? '');
  }
}

/** electron-builder leaves each architecture's app in its own folder: `mac`, `mac-arm64`. */
async function appFor(diskImage: string): Promise<string> {
  const wanted = diskImage.includes('arm64') ? 'mac-arm64' : 'mac';
  const folders = await readdir(releaseFolder);
  if (!folders.includes(wanted))
    throw new Error(`release/${wanted} is missing: what ${diskImage} was made of cannot be checked`);
  return path.join(releaseFolder, wanted, 'Ferry.app');
}

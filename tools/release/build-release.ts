import path from 'node:path';
import { build } from 'electron-builder';
import { build as buildApp } from '../app-build.ts';
import { projectFolder } from '../child-process.ts';
import { releaseConfig } from './builder-config.ts';
import { preflightProblems } from './preflight.ts';
import { readReleaseFacts } from './release-facts.ts';
import { verifyArtifacts } from './verify-artifacts.ts';

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
  if (!options.isUnsigned) await verifyArtifacts(artifacts, releaseFolder);
  return artifacts;
}

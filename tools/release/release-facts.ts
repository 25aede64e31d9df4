import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../child-process.ts';
import type { ReleaseFacts } from './preflight.ts';

/** The keys the app trusts, unless a rehearsal names another file. */
export const UPDATE_KEYS_FILE = path.join(projectFolder, 'build/update-keys.json');

/** The raw public keys that the app trusts. */
export async function readUpdateKeys(file: string): Promise<string[]> {
  const { keys } = JSON.parse(await readFile(file, 'utf8'));
  return keys;
}

export async function packageVersion(): Promise<string> {
  return JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8')).version;
}

/** This checkout's facts about the release it would make. */
export async function readReleaseFacts(options: { tag: string | null; isUnsigned: boolean }): Promise<ReleaseFacts> {
  return {
    ...options,
    version: await packageVersion(),
    changelog: await readFile(path.join(projectFolder, 'CHANGELOG.md'), 'utf8'),
    updateKeys: await readUpdateKeys(UPDATE_KEYS_FILE),
    platform: process.platform,
    env: process.env,
    notaryKey: await readFile(process.env.APPLE_API_KEY ?? '', 'utf8').catch(() => null),
  };
}

import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder } from './cache.ts';
import { say, withProgress } from './progress.ts';
import { tryCommand } from './run-command.ts';

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const RETRY_AFTER_MS = 24 * 60 * 60_000;

const require = createRequire(import.meta.url);
const electronPackage = require.resolve('electron/package.json');
const electronFolder = path.dirname(electronPackage);

/** The Electron version in package.json, which is shipped. */
export async function wantedElectronVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(electronPackage, 'utf8')) as { version: string };
  return version;
}

/** The executable in an Electron distribution folder of this platform. */
export function executableIn(distFolder: string): string {
  if (process.platform === 'darwin') return path.join(distFolder, 'Electron.app/Contents/MacOS/Electron');
  return path.join(distFolder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** The official executable, if it is downloaded in the wanted version; else null. */
export async function findOfficialRuntime(): Promise<string | null> {
  const distFolder = path.join(electronFolder, 'dist');
  const installed = await readFile(path.join(distFolder, 'version'), 'utf8').catch(() => '');
  if (installed.trim().replace(/^v/, '') !== (await wantedElectronVersion())) return null;
  const executable = executableIn(distFolder);
  return existsSync(executable) ? executable : null;
}

/** The file that records a failed download, so that a closed network is not tried again for a day. */
export async function failureNote(): Promise<string> {
  return path.join(cacheFolder(), `official-electron-${await wantedElectronVersion()}-unreachable`);
}

/** Downloads the official executable with Electron's own installer. Null if that fails or has failed within a day. */
export async function downloadOfficialRuntime(): Promise<string | null> {
  const note = await failureNote();
  if (await isRecent(note)) return null;
  const installer = path.join(electronFolder, 'install.js');
  const { code, stderr } = await withProgress(`Downloading Electron ${await wantedElectronVersion()}`, () =>
    tryCommand(process.execPath, [installer], { timeoutMs: DOWNLOAD_LIMIT_MS }),
  );
  const executable = code === 0 ? await findOfficialRuntime() : null;
  if (executable) return executable;
  say(`The official Electron cannot be downloaded here; next try in a day, or now after: rm '${note}'`);
  await mkdir(path.dirname(note), { recursive: true });
  await writeFile(note, stderr);
  return null;
}

async function isRecent(file: string): Promise<boolean> {
  const modifiedAtMs = await stat(file).then(
    (stats) => stats.mtimeMs,
    () => 0,
  );
  return Date.now() - modifiedAtMs < RETRY_AFTER_MS;
}

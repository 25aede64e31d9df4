import { existsSync } from 'node:fs';
import { say, withProgress } from './progress.ts';
import { runCommand, tryCommand } from './run-command.ts';

/** Debian and Ubuntu packages with the libraries that Electron loads at start, beyond a minimal system. */
const electronPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
];

/** Shared libraries that `executable` needs and this Linux lacks. Empty on other platforms. */
export async function missingLibraries(executable: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const { stdout } = await tryCommand('ldd', [executable]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

/** Installs the libraries that Electron needs. @throws with the command to run, if this process may not install them */
export async function ensureLibraries(executable: string): Promise<void> {
  const missing = await missingLibraries(executable);
  if (missing.length > 0) await installPackages(electronPackages, `Electron lacks ${missing.join(', ')}`);
}

/** Installs Xvfb if missing. Throws as `ensureLibraries` does. */
export async function ensureXvfb(): Promise<void> {
  if (!(await isOnPath('Xvfb'))) await installPackages(['xvfb'], 'There is no display and no Xvfb');
}

/** Installs a C and C++ compiler if missing. Throws as `ensureLibraries` does. */
export async function ensureCompiler(): Promise<void> {
  if (!(await isOnPath('gcc')) || !(await isOnPath('g++'))) await installPackages(['g++'], 'There is no C++ compiler');
}

export async function isOnPath(program: string): Promise<boolean> {
  return (await tryCommand('sh', ['-c', `command -v ${program}`])).code === 0;
}

async function installPackages(names: readonly string[], reason: string): Promise<void> {
  const isDebian = existsSync('/usr/bin/apt-get');
  const packages = isDebian ? await Promise.all(names.map(nameHere)) : names;
  if (!isDebian || process.getuid?.() !== 0) {
    throw new Error(`${reason}. Install what is missing:\n  sudo apt-get install -y ${packages.join(' ')}`);
  }
  say(`${reason}: installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const patient = ['-o', 'DPkg::Lock::Timeout=300'];
  await withProgress('Reading package lists', () => tryCommand('apt-get', [...patient, 'update'], { env }));
  await withProgress('Installing packages', () =>
    runCommand('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...packages], { env }),
  );
}

/** Newer Ubuntu and Debian name some of them NAMEt64, since the 64-bit time transition. */
async function nameHere(name: string): Promise<string> {
  const { stdout } = await tryCommand('apt-cache', ['search', '--names-only', `^${name}t64$`]);
  return stdout.startsWith(`${name}t64 `) ? `${name}t64` : name;
}

import { existsSync } from 'node:fs';
import { cacheFolder } from './electron-runtime/cache.ts';
import { fallbackFolder } from './electron-runtime/fallback-runtime.ts';
import {
  executableIn,
  failureNote,
  findOfficialRuntime,
  wantedElectronVersion,
} from './electron-runtime/official-runtime.ts';
import { sqliteVersion } from './electron-runtime/sqlite-addon.ts';
import { isOnPath, missingLibraries } from './electron-runtime/system-libraries.ts';
import { runTool } from './run-tool.ts';

// npm run doctor: what this machine has for developing Ferry. Read-only.
await runTool(async () => {
  const found = await findRuntime();
  const missing = found.executable ? await missingLibraries(found.executable) : [];
  const lines = [
    ['Node', `${process.version}${isNodeRecent() ? '' : ' — too old: use npm scripts, which put Node 24 first'}`],
    ['Electron wanted', await wantedElectronVersion()],
    ['Electron used', found.text],
    ['better-sqlite3', await sqliteVersion()],
    ['System libraries', missing.length === 0 ? 'complete' : `missing ${missing.join(', ')}`],
    ['Display', await describeDisplay()],
    ['Keyring', process.env.DBUS_SESSION_BUS_ADDRESS || process.platform !== 'linux' ? 'asked for' : 'none: no D-Bus'],
    ['Cache', cacheFolder()],
  ];
  for (const [what, is] of lines) process.stdout.write(`${what?.padEnd(18)}${is}\n`);
  return isNodeRecent() && missing.length === 0 ? 0 : 1;
});

function isNodeRecent(): boolean {
  return Number(process.versions.node.split('.')[0]) >= 24;
}

async function findRuntime(): Promise<{ text: string; executable: string | null }> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describe('ELECTRON_OVERRIDE_DIST_PATH', executableIn(override));
  const official = await findOfficialRuntime();
  if (official) return describe('official', official);
  const fallback = executableIn(await fallbackFolder());
  const note = await failureNote();
  const reason = existsSync(note) ? `the official one could not be downloaded, see ${note}` : 'not tried to download';
  if (existsSync(fallback)) return describe(`fallback (${reason})`, fallback);
  return { text: `none yet (${reason}); npm run electron:path gets one`, executable: null };
}

function describe(kind: string, executable: string) {
  return existsSync(executable)
    ? { text: `${kind}: ${executable}`, executable }
    : { text: `${kind}: ${executable} does not exist`, executable: null };
}

async function describeDisplay(): Promise<string> {
  if (process.platform !== 'linux') return 'real';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (DISPLAY || WAYLAND_DISPLAY) return `real: ${DISPLAY || WAYLAND_DISPLAY}`;
  return (await isOnPath('Xvfb')) ? 'virtual: Xvfb' : 'none, and no Xvfb: it is installed when needed, by root';
}

import { ensureFallbackRuntime } from './fallback-runtime.ts';
import { downloadOfficialRuntime, executableIn, findOfficialRuntime } from './official-runtime.ts';
import { ensureLibraries } from './system-libraries.ts';

export { type Display, ensureDisplay } from './display.ts';

export interface ElectronRuntime {
  readonly executablePath: string;
  /** Switches this machine needs, before the app's folder. */
  readonly args: string[];
  /** Additional environment variables. */
  readonly env: Record<string, string>;
  readonly kind: 'override' | 'official' | 'fallback';
}

/**
 * Finds and prepares the Electron for development and tests: `ELECTRON_OVERRIDE_DIST_PATH` if set, else the official
 * one, downloaded if possible, else the fallback. Reports slow steps on stderr.
 * @throws with the remedy, if there is none or it lacks system libraries that cannot be installed
 */
export async function resolveElectron(): Promise<ElectronRuntime> {
  const { kind, executablePath } = await findExecutable();
  await ensureLibraries(executablePath);
  // Terminals of Electron-based editors set this variable; it would run the app as plain Node.
  return { kind, executablePath, args: machineSwitches(), env: { ELECTRON_RUN_AS_NODE: '' } };
}

async function findExecutable(): Promise<Pick<ElectronRuntime, 'kind' | 'executablePath'>> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { kind: 'override', executablePath: executableIn(override) };
  const official = (await findOfficialRuntime()) ?? (await downloadOfficialRuntime());
  if (official) return { kind: 'official', executablePath: official };
  return { kind: 'fallback', executablePath: executableIn(await ensureFallbackRuntime()) };
}

/** Chromium's sandbox refuses to run as root; without a session bus it has no keyring, and logs errors about it. */
export function machineSwitches(): string[] {
  if (process.platform !== 'linux') return [];
  const switches: string[] = [];
  if (process.getuid?.() === 0) switches.push('--no-sandbox');
  if (!process.env.DBUS_SESSION_BUS_ADDRESS) switches.push('--password-store=basic', '--log-level=3');
  return switches;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, type Page } from '@playwright/test';
import { machineSwitches } from '../../tools/electron-runtime/index.ts';

const releaseFolder = path.join(import.meta.dirname, '../../release');

export interface PackedApp {
  readonly page: Page;
  /** Null for one that started by itself. */
  readonly process: ChildProcess | null;
  /** Asks the app to end, as the system does at shutdown, and waits until it has. */
  quit(): Promise<void>;
}

/** The folder that `npm run pack` made for this platform. */
export function packedFolder(): string {
  const [folder] = readdirSync(releaseFolder).filter((name) => /^(linux|win|mac)/.test(name));
  if (!folder) throw new Error('Nothing is packed: npm run pack');
  return path.join(releaseFolder, folder);
}

export function packedExecutable(): string {
  if (process.platform === 'darwin') return path.join(packedFolder(), 'Ferry.app/Contents/MacOS/Ferry');
  return path.join(packedFolder(), process.platform === 'win32' ? 'Ferry.exe' : 'ferry');
}

export function packedResources(): string {
  return path.join(packedFolder(), process.platform === 'darwin' ? 'Ferry.app/Contents/Resources' : 'resources');
}

/**
 * Starts the packed app with the fuses it is released with. These keep Playwright's usual way in, `--inspect`, shut; so
 * it takes the one that Chromium keeps for its pages.
 */
export async function launchPackedApp(
  switches: readonly string[],
  { executable = packedExecutable(), env = {} }: { executable?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<PackedApp> {
  const args = [...machineSwitches(), '--remote-debugging-port=0', ...switches];
  const app = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  return attach(await debuggingAddress(app), app);
}

/** Attaches to a packed app whose pages are debugged at this address. */
export async function attach(address: string, app: ChildProcess | null): Promise<PackedApp> {
  await expect
    .poll(() => pageUrls(address), { message: 'the window has its page' })
    .toContainEqual(expect.stringMatching(/^ferry:/));
  const browser = await chromium.connectOverCDP(`http://${address}`);
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (!page) throw new Error('The packed app has no window');
  return {
    page,
    process: app,
    async quit() {
      await browser.close();
      app?.kill('SIGTERM');
      if (app === null) return;
      if (app.exitCode === null && app.signalCode === null) await once(app, 'exit');
    },
  };
}

async function debuggingAddress(app: ChildProcess): Promise<string> {
  if (!app.stderr) throw new Error('The app was started without its stderr');
  const lines: string[] = [];
  for await (const line of createInterface({ input: app.stderr })) {
    lines.push(line);
    const address = /DevTools listening on ws:\/\/([^/]+)/.exec(line)?.[1];
    if (!address) continue;
    app.stderr.resume();
    return address;
  }
  throw new Error(`The packed app ended at once:\n${lines.join('\n')}`);
}

async function pageUrls(address: string): Promise<string[]> {
  const response = await fetch(`http://${address}/json/list`);
  const targets = (await response.json()) as { url: string }[];
  return targets.map(({ url }) => url);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onWishToEnd, projectFolder, stopChild } from './child-process.ts';
import { ensureDisplay, resolveElectron } from './electron-runtime/index.ts';
import { say } from './electron-runtime/progress.ts';

export interface LaunchedDesk {
  readonly process: ChildProcess;
  /** Ends the app and the virtual display, if running. */
  readonly dispose: () => Promise<void>;
}

/**
 * Opens the built app with these switches. On a virtual display the app prints each status and keeps a screenshot; the
 * paths are reported.
 * Forwards this process's end to the app as a request to quit.
 */
export async function launchDesk(switches: readonly string[]): Promise<LaunchedDesk> {
  const runtime = await resolveElectron();
  const display = await ensureDisplay();
  const seenBlindly = display.isVirtual ? await watchBlindly() : {};
  const child = spawn(runtime.executablePath, [...runtime.args, projectFolder, ...switches], {
    cwd: projectFolder,
    stdio: 'inherit',
    // Ctrl-C reaches every process of the terminal's group, which would end Chromium's helpers before the app.
    detached: process.platform !== 'win32',
    env: { ...process.env, ...runtime.env, ...(display.display && { DISPLAY: display.display }), ...seenBlindly },
  });
  const stopListening = onWishToEnd(() => child.kill('SIGTERM'));
  return {
    process: child,
    dispose: async () => {
      await stopChild(child);
      stopListening();
      await display.dispose();
    },
  };
}

async function watchBlindly(): Promise<Record<string, string>> {
  await mkdir(tmpdir(), { recursive: true });
  const screenshot = path.join(await mkdtemp(path.join(tmpdir(), 'ferry-')), 'desk.png');
  say('No display here: the window opens on a virtual one.');
  say(`Its latest screenshot: ${screenshot}`);
  say('Press Ctrl-C to quit.');
  return { FERRY_PRINT_STATUS: '1', FERRY_SCREENSHOT: screenshot };
}

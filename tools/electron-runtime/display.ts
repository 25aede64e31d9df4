import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ensureXvfb } from './system-libraries.ts';

export interface Display {
  /** Value for DISPLAY; empty if the platform has none. */
  readonly display: string;
  /** True if nobody can see it. */
  readonly isVirtual: boolean;
  /** Ends the virtual display, if any. */
  readonly dispose: () => Promise<void>;
}

/**
 * The display for windows: the real one, or on Linux without one a virtual display of 1920 × 1080, which lives until
 * disposed or this process ends.
 */
export async function ensureDisplay(): Promise<Display> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) {
    return { display: DISPLAY ?? '', isVirtual: false, dispose: async () => {} };
  }
  await ensureXvfb();
  // With -displayfd the server picks a free number, so that several can start at once.
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches every process of the terminal's group; the display must outlive its windows.
    detached: true,
  });
  const endWithUs = () => xvfb.kill();
  process.once('exit', endWithUs);
  return {
    display: `:${await readNumber(xvfb)}`,
    isVirtual: true,
    dispose: async () => {
      process.off('exit', endWithUs);
      if (xvfb.exitCode !== null || xvfb.signalCode !== null) return;
      xvfb.kill();
      await once(xvfb, 'exit');
    },
  };
}

function readNumber(xvfb: ChildProcess): Promise<string> {
  const numbers = xvfb.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended at once with ${code}`)));
    numbers.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
}

import { writeFile } from 'node:fs/promises';
import { app, type BrowserWindow } from 'electron';
import type { Clock } from '#app/contract/ports.ts';

/** Long enough for the window to have drawn the state, short enough to watch. */
const SETTLE_MS = 400;

interface DeveloperAidsDeps {
  window: () => BrowserWindow | null;
  clock: Clock;
}

/**
 * For whoever watches a desk from a terminal, never in a packaged app: `FERRY_PRINT_STATUS=1` prints each status,
 * `FERRY_SCREENSHOT=FILE` keeps the latest picture of the window. Returns the function to tell the status to.
 */
export function createDeveloperAids({ window, clock }: DeveloperAidsDeps): (status: string) => void {
  const { FERRY_PRINT_STATUS, FERRY_SCREENSHOT } = process.env;
  if (app.isPackaged) return () => {};
  const shoot = FERRY_SCREENSHOT ? createScreenshooter(FERRY_SCREENSHOT, window, clock) : () => {};
  let last: string | null = null;
  return (status) => {
    shoot();
    if (status === last) return;
    last = status;
    if (FERRY_PRINT_STATUS) process.stdout.write(`status: ${status}\n`);
  };
}

/** Returns a function that writes a PNG of the window once things have been quiet for a moment. */
function createScreenshooter(file: string, window: () => BrowserWindow | null, clock: Clock): () => void {
  let cancel = () => {};
  async function shoot() {
    const contents = window()?.webContents;
    if (contents === undefined || contents.isDestroyed()) return;
    const image = await contents.capturePage();
    if (!image.isEmpty()) await writeFile(file, image.toPNG());
  }
  return () => {
    cancel();
    cancel = clock.setTimer(SETTLE_MS, () => void shoot().catch(() => undefined));
  };
}

import { writeFile } from 'node:fs/promises';
import { app, type BrowserWindow } from 'electron';
import type { Clock } from '#app/contract/ports.ts';

/** Long enough for the window to draw, short enough to watch. */
const SETTLE_MS = 400;
/** Edits change the window as well; and just after the start it is still empty. */
const REPEAT_MS = 5_000;

interface DevToolsDeps {
  window: () => BrowserWindow | null;
  clock: Clock;
}

/**
 * For watching a desk from a terminal, never in a packaged app: `FERRY_PRINT_STATUS=1` prints each status,
 * `FERRY_SCREENSHOT=FILE` keeps the latest picture of the window. Returns the function that receives each status.
 */
export function createDevTools({ window, clock }: DevToolsDeps): (status: string) => void {
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

/** Returns a function that writes a PNG of the window after a quiet moment, and repeatedly afterwards. */
function createScreenshooter(file: string, window: () => BrowserWindow | null, clock: Clock): () => void {
  let cancel = () => {};
  async function shoot() {
    const contents = window()?.webContents;
    if (contents === undefined || contents.isDestroyed()) return;
    const image = await contents.capturePage();
    if (!image.isEmpty()) await writeFile(file, image.toPNG());
  }
  function shootIn(delayMs: number) {
    cancel();
    cancel = clock.setTimer(delayMs, () => {
      void shoot().catch(() => undefined);
      shootIn(REPEAT_MS);
    });
  }
  return () => shootIn(SETTLE_MS);
}

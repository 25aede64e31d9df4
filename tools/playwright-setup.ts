import { ensureBuilt } from './app-build.ts';
import { ensureDisplay, resolveElectron } from './electron-runtime/index.ts';

/** Prepares what all tests of the real app need: a current build, a runtime, and a display. */
async function prepare(): Promise<() => Promise<void>> {
  await ensureBuilt(await resolveElectron());
  const { display, dispose } = await ensureDisplay();
  if (display) process.env.DISPLAY = display;
  return dispose;
}

// biome-ignore lint/style/noDefaultExport: Playwright loads a global setup by its default export
export default prepare;

import { ensureBuilt } from './app-build.ts';
import { ensureDisplay, resolveElectron } from './electron-runtime/index.ts';

/** What all tests in the real app need, made ready once: a current build, a runtime, and a display for their windows. */
async function prepare(): Promise<() => Promise<void>> {
  await ensureBuilt(await resolveElectron());
  const { display, dispose } = await ensureDisplay();
  if (display) process.env.DISPLAY = display;
  return dispose;
}

// biome-ignore lint/style/noDefaultExport: Playwright loads a global setup by its default export
export default prepare;

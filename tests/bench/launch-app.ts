import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { ensureBuilt } from '../../tools/app-build.ts';
import { ensureDisplay, resolveElectron } from '../../tools/electron-runtime/index.ts';
import { launchElectron } from '../support/launch-electron.ts';
import { quitApp } from '../support/quit-app.ts';

export interface BenchedApp {
  app: ElectronApplication;
  page: Page;
  dispose: () => Promise<void>;
}

export const projectFolder = path.join(import.meta.dirname, '../..');

/** The built app, or another one, on a data folder, in a window of its own. */
export async function launchApp(
  dataFolder: string,
  switches: readonly string[] = [],
  appFolder = projectFolder,
): Promise<BenchedApp> {
  const runtime = await resolveElectron();
  await ensureBuilt(runtime);
  const display = await ensureDisplay();
  const app = await launchElectron({
    executablePath: runtime.executablePath,
    args: [...runtime.args, appFolder, `--user-data-dir=${dataFolder}`, '--lang=en-GB', ...switches],
    env: { ...(process.env as Record<string, string>), ...runtime.env, DISPLAY: display.display },
  });
  return {
    app,
    page: await app.firstWindow(),
    async dispose() {
      await quitApp(app);
      await display.dispose();
    },
  };
}

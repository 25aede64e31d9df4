import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'electron-builder';
import { ensureBuilt } from './app-build.ts';
import { projectFolder } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// npm run pack: the packaged app as a folder in release/, with the development runtime. With the fallback runtime the
// folder is for testing only: its Electron is not the released one. With --for-tests it accepts switches that a
// released app refuses.
await runTool(async () => {
  const runtime = await resolveElectron();
  await ensureBuilt(runtime);
  const { executablePath, kind } = runtime;
  const isMac = process.platform === 'darwin';
  await build({
    projectDir: projectFolder,
    dir: true,
    publish: 'never',
    config: {
      extraMetadata: { ferry: { isForTests: process.argv.includes('--for-tests') } },
      electronDist: isMac ? path.resolve(executablePath, '../../../..') : path.dirname(executablePath),
      async afterPack({ appOutDir, packager }) {
        const resources = packager.getResourcesDir(appOutDir);
        // A downloaded runtime lacks it; a copied folder has it.
        await rm(path.join(resources, 'default_app.asar'), { force: true });
        if (kind === 'fallback') await packFallbackAddon(resources);
      },
      // Without a feed the app does not check for updates, and reports no error.
      ...(!process.env.FERRY_UPDATE_URL && { publish: null }),
    },
  });
  return 0;
});

/** A packaged app loads only its own addon, so the one for this runtime replaces it. */
async function packFallbackAddon(resources: string): Promise<void> {
  const prebuilds = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds';
  await rename(path.join(resources, 'better_sqlite3.node'), path.join(resources, prebuilds, 'linux-x64.node'));
}

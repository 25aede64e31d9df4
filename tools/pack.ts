import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'electron-builder';
import { ensureBuilt } from './app-build.ts';
import { projectFolder } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// npm run pack: the app as it would be installed, as a folder in release/, from the runtime that development uses. With
// the fallback runtime the folder is for testing only: it carries an Electron that is not the one of a release. With
// --for-tests it can be driven through switches that a released app refuses.
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
        // A downloaded runtime loses it on the way; a folder is copied as it is.
        await rm(path.join(resources, 'default_app.asar'), { force: true });
        if (kind === 'fallback') await packFallbackAddon(resources);
      },
      // Without a feed the app neither looks for updates nor complains that it finds none.
      ...(!process.env.FERRY_UPDATE_URL && { publish: null }),
    },
  });
  return 0;
});

/** A packed app loads the addon of its package and no other, so the one that this runtime needs takes its place. */
async function packFallbackAddon(resources: string): Promise<void> {
  const prebuilds = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds';
  await rename(path.join(resources, 'better_sqlite3.node'), path.join(resources, prebuilds, 'linux-x64.node'));
}

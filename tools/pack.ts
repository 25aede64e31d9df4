import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'electron-builder';
import { ensureBuilt } from './app-build.ts';
import { projectFolder } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// npm run pack: the app as it would be installed, as a folder in release/, from the runtime that development uses. With
// the fallback runtime the folder is for testing only: it carries an Electron that is not the one of a release.
await runTool(async () => {
  await ensureBuilt();
  const { executablePath } = await resolveElectron();
  const isMac = process.platform === 'darwin';
  await build({
    projectDir: projectFolder,
    dir: true,
    publish: 'never',
    config: {
      electronDist: isMac ? path.resolve(executablePath, '../../../..') : path.dirname(executablePath),
      // A downloaded runtime loses it on the way; a folder is copied as it is.
      afterPack: ({ appOutDir, packager }) =>
        rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
      // Without a feed the app neither looks for updates nor complains that it finds none.
      ...(!process.env.FERRY_UPDATE_URL && { publish: null }),
    },
  });
  return 0;
});

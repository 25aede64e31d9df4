import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { discardBuild } from './app-build.ts';
import { buildPurpose } from './build-targets.ts';
import { exitOf, localTool, onWishToEnd, projectFolder } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';
import { withSampleFirm } from './sample-firm.ts';

// npm run dev [-- --fresh]: like npm start, with hot reload of components, and a restart when main changes.
await runTool(async () => {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  const runtime = await resolveElectron();
  await discardBuild();
  return withSampleFirm({ isFresh: values.fresh }, async (switches) => {
    const child = spawn(localTool('electron-vite'), ['dev', '--watch', '--clearScreen', 'false', '--', ...switches], {
      cwd: projectFolder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        FERRY_BUILD_FOR: buildPurpose(runtime),
        FERRY_DEV_PORT: String(await freePort()),
        // electron-vite starts this instead of Electron: the launcher knows the runtime and the display.
        ELECTRON_EXEC_PATH: process.execPath,
        ELECTRON_ENTRY: 'tools/dev-app.ts',
      },
    });
    const stopListening = onWishToEnd(() => child.kill('SIGINT'));
    const code = await exitOf(child);
    stopListening();
    return code ?? 1;
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found');
  return address.port;
}

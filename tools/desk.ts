import { ensureBuilt } from './app-build.ts';
import { exitOf } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { launchDesk } from './launch-desk.ts';
import { runTool } from './run-tool.ts';

// npm run desk -- --user-data-dir=DIR --server=URL: one desk, on any data folder and any server.
await runTool(async () => {
  await ensureBuilt(await resolveElectron());
  const desk = await launchDesk(process.argv.slice(2));
  const code = await exitOf(desk.process);
  await desk.dispose();
  return code ?? 1;
});

import path from 'node:path';
import { exitOf, projectFolder } from './child-process.ts';
import { withLock } from './electron-runtime/cache.ts';
import { launchDesk } from './launch-desk.ts';
import { runTool } from './run-tool.ts';

// Started by electron-vite (tools/dev.ts), once for each build of main; a restart ends the one before by
// SIGTERM, and the end of `npm run dev` by SIGINT.
await runTool(() =>
  // The next app may open the data folder only after the one before has closed it.
  withLock(path.join(projectFolder, 'node_modules/.ferry-dev-app.lock'), async () => {
    const desk = await launchDesk(process.argv.slice(2));
    // Killed, because asking would open the question about unsent work at every restart; what was saved survives it.
    process.on('SIGTERM', () => desk.process.kill('SIGKILL'));
    const code = await exitOf(desk.process);
    await desk.dispose();
    return code ?? 0;
  }),
);

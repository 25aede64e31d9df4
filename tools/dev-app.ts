import path from 'node:path';
import { exitOf, projectFolder } from './child-process.ts';
import { withLock } from './electron-runtime/cache.ts';
import { launchDesk } from './launch-desk.ts';
import { runTool } from './run-tool.ts';

// Started by electron-vite (tools/dev.ts) for each build of main; a restart sends SIGTERM to the previous one, the end
// of `npm run dev` SIGINT.
await runTool(() =>
  // The next app may open the data folder only after the previous one has closed it.
  withLock(path.join(projectFolder, 'node_modules/.ferry-dev-app.lock'), async () => {
    const desk = await launchDesk(process.argv.slice(2));
    // Killed, because quitting would ask about unsent work at every restart; saved work survives it.
    process.on('SIGTERM', () => desk.process.kill('SIGKILL'));
    const code = await exitOf(desk.process);
    await desk.dispose();
    return code ?? 0;
  }),
);

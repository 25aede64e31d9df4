import { parseArgs } from 'node:util';
import { ensureBuilt } from './app-build.ts';
import { exitOf } from './child-process.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import { launchDesk } from './launch-desk.ts';
import { runTool } from './run-tool.ts';
import { withSampleFirm } from './sample-firm.ts';

// npm start [-- --fresh]: a sample firm's server with a desk connected to it. Both keep their data in .ferry/.
await runTool(async () => {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  await ensureBuilt(await resolveElectron());
  return withSampleFirm({ isFresh: values.fresh }, async (switches) => {
    const desk = await launchDesk(switches);
    const code = await exitOf(desk.process);
    await desk.dispose();
    return code ?? 0;
  });
});

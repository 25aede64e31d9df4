import { build } from './app-build.ts';
import { runTool } from './run-tool.ts';

// npm run build: main, preload and renderer into dist/.
await runTool(async () => {
  await build();
  return 0;
});

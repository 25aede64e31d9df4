import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// Only the path may go to stdout: scripts embed this command.
await runTool(async () => {
  const { executablePath } = await resolveElectron();
  process.stdout.write(`${executablePath}\n`);
  return 0;
});

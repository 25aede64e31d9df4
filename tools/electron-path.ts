import { resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// Nothing but the path may reach stdout: scripts put this command in quotes.
await runTool(async () => {
  const { executablePath } = await resolveElectron();
  process.stdout.write(`${executablePath}\n`);
  return 0;
});

import path from 'node:path';
import { projectFolder, runInTerminal } from './child-process.ts';
import { ensureDisplay, resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

// npm run icons: draws build/icon.png from build/icon.svg. electron-builder makes the other formats and sizes from it.
await runTool(async () => {
  const { executablePath, args, env } = await resolveElectron();
  const { display, dispose } = await ensureDisplay();
  const files = [path.join(projectFolder, 'build/icon.svg'), '1024', path.join(projectFolder, 'build/icon.png')];
  const code = await runInTerminal(executablePath, [...args, path.join(import.meta.dirname, 'icons'), ...files], {
    ...process.env,
    ...env,
    DISPLAY: display,
  });
  await dispose();
  return code;
});

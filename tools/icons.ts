import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder, runInTerminal } from './child-process.ts';
import { ensureDisplay, resolveElectron } from './electron-runtime/index.ts';
import { runTool } from './run-tool.ts';

/** Those that Linux looks for; 1024, from which electron-builder makes the formats of macOS and Windows, is none of them. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

// npm run icons: draws build/icon.png and build/icons from build/icon.svg.
await runTool(async () => {
  const { executablePath, args, env } = await resolveElectron();
  const { display, dispose } = await ensureDisplay();
  const inBuild = (name: string) => path.join(projectFolder, 'build', name);
  const icons = LINUX_SIZES.map((size) => ({ size, file: inBuild(`icons/${size}x${size}.png`) }));
  await mkdir(inBuild('icons'), { recursive: true });
  let code = 0;
  for (const { size, file } of [{ size: 1024, file: inBuild('icon.png') }, ...icons]) {
    const files = [inBuild('icon.svg'), String(size), file];
    const switches = [...args, path.join(import.meta.dirname, 'icons'), ...files];
    code ||= await runInTerminal(executablePath, switches, { ...process.env, ...env, DISPLAY: display });
  }
  await dispose();
  return code;
});

import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { exitOf, projectFolder } from '../../tools/child-process.ts';
import { ensureDisplay, resolveElectron } from '../../tools/electron-runtime/index.ts';
import { say } from '../../tools/electron-runtime/progress.ts';
import { runTool } from '../../tools/run-tool.ts';
import { addressOf, allShots } from './screens.ts';

// npm run gallery: every view and component over a pretended desk, in a browser, with hot reload.
// npm run gallery -- --pictures DIR [--only NAME] [--width PX]: a picture of each, in both themes and languages.
await runTool(async () => {
  const { values } = parseArgs({
    options: { pictures: { type: 'string' }, only: { type: 'string' }, width: { type: 'string', default: '1440' } },
  });
  const root = path.join(projectFolder, 'tests/gallery');
  const server = await createServer({
    root,
    configFile: false,
    plugins: [(await import('@vitejs/plugin-react')).default()],
    server: { host: '127.0.0.1', fs: { allow: [projectFolder] } },
    logLevel: 'warn',
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? '';
  if (values.pictures === undefined) {
    say(`Gallery: ${url}`);
    await new Promise((ended) => process.once('SIGINT', ended));
    await server.close();
    return 0;
  }
  try {
    const shots = allShots().filter(({ screen }) => values.only === undefined || screen.name === values.only);
    return await takePictures({
      pictures: shots.map((shot) => ({
        name: `${shot.screen.name}-${shot.theme}-${shot.language}`,
        url: `${url}${addressOf(shot)}`,
      })),
      folder: path.resolve(values.pictures),
      size: { width: Number(values.width), height: 900 },
    });
  } finally {
    await server.close();
  }
});

interface PictureJob {
  pictures: { name: string; url: string }[];
  folder: string;
  size: { width: number; height: number };
}

async function takePictures(job: PictureJob): Promise<number> {
  const runtime = await resolveElectron();
  const display = await ensureDisplay();
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-gallery-'));
  const jobFile = path.join(folder, 'job.json');
  await writeFile(jobFile, JSON.stringify(job));
  const script = path.join(projectFolder, 'tests/gallery/picture-window');
  const switches = [`--user-data-dir=${folder}/profile`];
  const child = spawn(runtime.executablePath, [...runtime.args, ...switches, script], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...runtime.env,
      ...(display.display && { DISPLAY: display.display }),
      FERRY_GALLERY: jobFile,
    },
  });
  const code = await exitOf(child);
  await display.dispose();
  return code ?? 1;
}

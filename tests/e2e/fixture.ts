import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type ElectronApplication, type Page } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { resolveElectron } from '../../tools/electron-runtime/index.ts';
import { launchElectron } from '../support/launch-electron.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { quitApp } from '../support/quit-app.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

const projectFolder = path.join(import.meta.dirname, '../..');

export interface RunningDesk {
  app: ElectronApplication;
  page: Page;
  /** Everything this desk keeps; still there after `quit` and `kill`. */
  dataFolder: string;
  /** As a person does it; resolves when the process has ended. */
  quit(): Promise<void>;
  /** SIGKILL, as when the battery is pulled out. */
  kill(): Promise<void>;
}

interface DeskOptions {
  /** An earlier desk's folder, to start that one again. */
  dataFolder?: string;
  /** Address the sign-in form starts with. */
  server?: string;
  switches?: string[];
  env?: Record<string, string>;
  /** Whether the desktop shows tray icons; it does unless a test says otherwise. */
  hasTray?: boolean;
}

interface TestFixtures {
  /** Opens desks, each in a folder of its own; those still running at the end of the test are ended. */
  openDesk: (options?: DeskOptions) => Promise<RunningDesk>;
  /** A folder that is gone after the test. */
  newFolder: () => Promise<string>;
  /** The way to the server, which this test may break. */
  network: Network;
}

interface AutomaticFixtures {
  /** What an earlier test's people arranged (views, columns, recents) would follow them to this test's desks. */
  nothingArranged: undefined;
}

interface WorkerFixtures {
  /** One server with the sample firm for all tests of a worker: tests make records of their own. */
  server: ServerProcess;
}

/** What a scene with two desks, one of them without a network, is set on. */
export type Stage = Pick<TestFixtures, 'openDesk' | 'network'> & WorkerFixtures;

export const test = base.extend<TestFixtures & AutomaticFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from its first parameter
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'ferry-server-'));
      const server = await startServerProcess({ databaseFile: path.join(folder, 'server.db'), isSample: true });
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  nothingArranged: [
    async ({ server }, use) => {
      const database = new BetterSqlite3(server.databaseFile);
      database.prepare('DELETE FROM preferences').run();
      database.close();
      await use(undefined);
    },
    { auto: true },
  ],
  network: async ({ server }, use) => {
    const network = await createNetwork(server.url);
    await use(network);
    await network.dispose();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  newFolder: async ({}, use) => {
    const folders: string[] = [];
    await use(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'ferry-desk-'));
      folders.push(folder);
      return folder;
    });
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  openDesk: async ({ newFolder }, use, testInfo) => {
    const running = new Set<RunningDesk>();
    await use(async (options = {}) => {
      const dataFolder = options.dataFolder ?? (await newFolder());
      const desk = await launch(dataFolder, options, () => running.delete(desk));
      running.add(desk);
      return desk;
    });
    if (testInfo.status !== testInfo.expectedStatus) await keepPictures(running, testInfo.outputPath.bind(testInfo));
    for (const desk of running) await desk.kill();
  },
});

async function launch(dataFolder: string, options: DeskOptions, onEnded: () => void): Promise<RunningDesk> {
  const runtime = await resolveElectron();
  const app = await launchElectron({
    executablePath: runtime.executablePath,
    args: [
      ...runtime.args,
      projectFolder,
      `--user-data-dir=${dataFolder}`,
      ...(options.server === undefined ? [] : [`--server=${options.server}`]),
      '--lang=en-GB',
      ...(options.switches ?? []),
    ],
    // As the app says, where Playwright would pretend that the system is light.
    colorScheme: null,
    env: {
      ...definedEnvironment(),
      ...desktop(options.hasTray ?? true),
      ...runtime.env,
      TZ: 'UTC',
      LC_ALL: 'en_GB.UTF-8',
      ...options.env,
    },
  });
  const ended = new Promise<void>((resolve) => {
    app.process().once('exit', () => {
      onEnded();
      resolve();
    });
  });
  return {
    app,
    page: await app.firstWindow(),
    dataFolder,
    async quit() {
      await quitApp(app);
      await ended;
    },
    async kill() {
      app.process().kill('SIGKILL');
      await ended;
    },
  };
}

/** The virtual display has no session bus: what would ask it finds a stand-in that says whether there is a tray. */
function desktop(hasTray: boolean): Record<string, string> {
  const standIns = path.join(projectFolder, 'tests/support/desktops', hasTray ? 'with-tray' : 'without-tray');
  return { PATH: `${standIns}${path.delimiter}${process.env.PATH}` };
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** A page that hangs paints no picture; waiting long for it would only hide where the test stood. */
const PICTURE_DEADLINE_MS = 5_000;

async function keepPictures(desks: Iterable<RunningDesk>, fileFor: (name: string) => string): Promise<void> {
  let number = 0;
  for (const { page } of desks) {
    number += 1;
    await page.screenshot({ path: fileFor(`desk-${number}.png`), timeout: PICTURE_DEADLINE_MS }).catch(() => undefined);
  }
}

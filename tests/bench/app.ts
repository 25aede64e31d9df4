import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { FerryBridge } from '#app/contract/events.ts';
import { writeFullDesk } from './desk/data.ts';
import { type Figure, figureOf, type Round } from './engine/figure.ts';
import { launchApp, projectFolder } from './launch-app.ts';

const RECORDS = 100_000;
const PENDING = 10_000;
const ROUNDS = 6;
/** What a start leaves to do has been done by then, and memory that it took for a moment is given back. */
const SETTLED_AFTER_MS = 20_000;
const IDLE_MS = 60_000;
const FIRST_ROW = 'main [role=row][id], main a.due-row';

const EMPTY_APP = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  void window.loadURL('data:text/html,<main><a class="due-row">Empty</a></main>');
});
`;

interface Started {
  app: ElectronApplication;
  page: Page;
  /** From the start of the process to the first frame with rows. */
  startMs: number;
  dispose: () => Promise<void>;
}

/** The whole app on a full desk against an Electron app that is one empty window: its start, its memory, its idling. */
export async function benchApp(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-bench-'));
  const [full, empty] = [path.join(folder, 'full'), path.join(folder, 'empty')];
  await mkdir(full);
  await mkdir(path.join(empty, 'data'), { recursive: true });
  await writeFullDesk(full, RECORDS);
  await writeFile(path.join(empty, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  await writeFile(path.join(empty, 'main.cjs'), EMPTY_APP);
  const startFerry = () => start(projectFolder, full);
  const startEmpty = () => start(empty, path.join(empty, 'data'));
  try {
    await leavePending(await startFerry());
    const starts: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      starts.push({ ferry: await timeStart(startFerry), bare: await timeStart(startEmpty) });
    }
    const ferry = await settle(await startFerry());
    const bare = await settle(await startEmpty());
    return [
      figureOf(
        { part: 'start', what: `to the first rows, ${RECORDS} records, ${PENDING} pending`, aim: 1.35, limit: 2 },
        starts,
      ),
      memoryFigure('shown', ferry.shown, bare.shown, 1.3),
      memoryFigure('hidden', ferry.hidden, bare.hidden, 1.1),
      // Of the share that is aimed at, 0.3 % of a core.
      figureOf({ part: 'idle', what: 'processor hidden, of 0.3 % of a core', aim: 1, limit: 1.5 }, [
        { ferry: 0, bare: 1 },
        { ferry: ferry.idleShare, bare: 0.003 },
      ]),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function memoryFigure(what: string, ferry: number, bare: number, aim: number): Figure {
  return figureOf({ part: 'memory', what, aim, limit: aim * 1.5 }, [
    { ferry: 0, bare: 1 },
    { ferry, bare },
  ]);
}

async function start(appFolder: string, dataFolder: string): Promise<Started> {
  const startedAtMs = Date.now();
  const { app, page, dispose } = await launchApp(dataFolder, [], appFolder);
  const shown = await page.waitForFunction((row) => document.querySelector(row) && Date.now(), FIRST_ROW);
  return { app, page, startMs: Number(await shown.jsonValue()) - startedAtMs, dispose };
}

/** Edits so many tasks; nobody answers that they could be uploaded to. */
async function leavePending({ page, dispose }: Started): Promise<void> {
  await page.evaluate(async (count) => {
    const { ferry } = window as unknown as { ferry: FerryBridge };
    for (let offset = 0; offset < count; offset += 500) {
      const found = await ferry.listRecords('tasks', {}, { limit: 500, offset });
      if (!found.ok) throw new Error(found.error.code);
      const edits = found.value.rows.map(({ id }) => ({
        table: 'tasks',
        operation: 'update' as const,
        recordId: id,
        data: { minutesSpent: 15 },
      }));
      const saved = await ferry.queueChanges(edits);
      if (!saved.ok) throw new Error(saved.error.code);
    }
  }, PENDING);
  await dispose();
}

async function timeStart(begin: () => Promise<Started>): Promise<number> {
  const { startMs, dispose } = await begin();
  await dispose();
  return startMs;
}

/** Bytes while shown and while hidden, and the share of one core that idling takes while hidden. */
async function settle({ app, dispose }: Started): Promise<{ shown: number; hidden: number; idleShare: number }> {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const pids = () => app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().map(({ pid }) => pid));
  await wait(SETTLED_AFTER_MS);
  const shown = await memoryOf(await pids());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.hide()));
  await wait(SETTLED_AFTER_MS);
  const hidden = await memoryOf(await pids());
  const before = await ticksOf(await pids());
  await wait(IDLE_MS);
  const idleShare = ((await ticksOf(await pids())) - before) / TICKS_A_SECOND / (IDLE_MS / 1000);
  await dispose();
  return { shown, hidden, idleShare };
}

/** Proportional set size in KB: what processes share is counted once. */
async function memoryOf(pids: readonly number[]): Promise<number> {
  let sum = 0;
  for (const pid of pids) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
    sum += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  }
  return sum;
}

/** USER_HZ of every Linux that Electron runs on; see proc(5). */
const TICKS_A_SECOND = 100;

/** Processor time so far, in user and system mode. */
async function ticksOf(pids: readonly number[]): Promise<number> {
  let sum = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    sum += Number(fields[11]) + Number(fields[12]);
  }
  return sum;
}

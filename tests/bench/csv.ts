import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { FerryBridge } from '#app/contract/events.ts';
import { writeFullDesk } from './desk/data.ts';
import { timesOf } from './desk/times.ts';
import { launchApp } from './launch-app.ts';

const RECORDS = 20_000;
const ROWS = 50_000;
/** A frame at 60 Hz, and what a person does not notice. */
const P99_LIMIT_MS = 16;
const MAX_LIMIT_MS = 50;
const RESOLUTION_MS = 1;

/** A CSV file of fifty thousand rows in the real app: how far checking, saving and taking it back hold up main and window. */
export async function benchCsv(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-bench-'));
  await writeFullDesk(folder, RECORDS);
  const file = path.join(folder, 'clients.csv');
  const lines = Array.from({ length: ROWS }, (_, index) => `Imported ${index};Zürich;office${index}@import.test`);
  await writeFile(file, ['Name;City;E-Mail', ...lines].join('\n'));
  const { app, page, dispose } = await launchApp(folder);
  try {
    await page.getByRole('link', { name: 'Clients' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Import a list' }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await measure('checking', app, page, async () => {
      await page.getByRole('button', { name: 'Check the lines' }).click();
      await page.getByRole('button', { name: /^Import 50,000/ }).waitFor({ timeout: 120_000 });
    });
    await measure('saving', app, page, async () => {
      await page.getByRole('button', { name: /^Import 50,000/ }).click();
      await page.getByText('50,000 changes imported').waitFor({ timeout: 240_000 });
    });
    await measure('undoing', app, page, async () => {
      await page.keyboard.press('ControlOrMeta+z');
      await page.getByText('Undone').waitFor({ timeout: 240_000 });
    });
    const left = await page.evaluate(async () => {
      const { ferry } = window as unknown as { ferry: FerryBridge };
      const found = await ferry.listRecords('clients', { search: 'imported' }, { limit: 1 });
      return found.ok ? found.value.total : -1;
    });
    process.stdout.write(`rows left after taking it back: ${left}, aim 0\n`);
  } finally {
    await dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The delay of main's event loop, on Linux also without the time that other programs took meanwhile, and the gaps between the window's frames, while `work` runs. */
async function measure(what: string, app: ElectronApplication, page: Page, work: () => Promise<void>): Promise<void> {
  const delay = await app.evaluateHandle((_electron, resolution) => {
    const histogram = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution });
    histogram.enable();
    return histogram;
  }, RESOLUTION_MS);
  const turns = await app.evaluateHandle(() => {
    const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
    const busyMs = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
    const found = { ms: [] as number[], isOver: !existsSync('/proc/self/schedstat') };
    let last = found.isOver ? 0 : busyMs();
    const look = () => {
      const now = busyMs();
      found.ms.push(now - last);
      last = now;
      if (!found.isOver) setTimeout(look, 1);
    };
    if (!found.isOver) look();
    return found;
  });
  const gaps = await page.evaluateHandle(() => {
    const found = { ms: [] as number[], isOver: false };
    let last = performance.now();
    const look = () => {
      found.ms.push(performance.now() - last);
      last = performance.now();
      if (!found.isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return found;
  });
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const main = await delay.evaluate((histogram) => {
    histogram.disable();
    return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
  });
  const busy = await turns.evaluate((found) => {
    found.isOver = true;
    return found.ms.sort((one, other) => one - other);
  });
  const ofMain = busy.length === 0 ? null : { p99: busy[Math.floor(busy.length * 0.99)] ?? 0, max: busy.at(-1) ?? 0 };
  const frames = await gaps.evaluate((found) => {
    found.isOver = true;
    return found.ms;
  });
  const share = (ms: number, limitMs: number) => (Math.max(0, ms) / limitMs).toFixed(2);
  process.stdout.write(
    `${what} ${ROWS} rows: main's event loop p99 ${share(main.p99 - RESOLUTION_MS, P99_LIMIT_MS)} of ${P99_LIMIT_MS} ms, ` +
      `max ${share(main.max - RESOLUTION_MS, MAX_LIMIT_MS)} of ${MAX_LIMIT_MS} ms; ` +
      (ofMain === null
        ? ''
        : `of processor time p99 ${share(ofMain.p99, P99_LIMIT_MS)}, max ${share(ofMain.max, MAX_LIMIT_MS)}; `) +
      `frames p95 ${share(timesOf(frames).p95, P99_LIMIT_MS)}, longest ${share(Math.max(...frames), MAX_LIMIT_MS)}; ` +
      `${(ROWS / seconds).toFixed(0)} rows a second\n`,
  );
}

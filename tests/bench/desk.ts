import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { watchFirstRows } from '../support/first-rows.ts';
import { RENDERER_BUDGET, rendererBytes } from '../support/renderer-size.ts';
import { timeCalls } from './desk/calls.ts';
import { writeFullDesk } from './desk/data.ts';
import { say, timesOf } from './desk/times.ts';
import { timeLetters, timePlainLetters, timePlainRows, timeSearch } from './desk/typing.ts';
import { launchApp } from './launch-app.ts';

const RECORDS = 100_000;
const LETTER_AIM_MS = 16;
const WINDOW_AIM_MS = 16;
const SEARCH_AIM_MS = 30;

/** Frames as soon as they are ready: else every time would be rounded up to the screen's next one. */
const NO_VSYNC = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** How the desk feels with a hundred thousand records on it, in the real app. */
export async function benchDesk(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-bench-'));
  await writeFullDesk(folder, RECORDS);
  const { page, dispose } = await launchApp(folder, NO_VSYNC);
  try {
    await page.getByRole('link', { name: 'Tasks' }).waitFor();
    await benchFirstRows(page);
    await benchCalls(page);
    await benchTyping(page);
  } finally {
    await dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const { start, later } = await rendererBytes();
  for (const [when, bytes, budget] of [
    ['at the start', start, RENDERER_BUDGET.start],
    ['later', later, RENDERER_BUDGET.later],
  ] as const)
    process.stdout.write(`renderer JavaScript ${when}: ${Math.round(bytes / 1024)} of ${budget / 1024} KB gzipped\n`);
}

async function benchFirstRows(page: Page): Promise<void> {
  for (const hash of ['#/overview', '#/tasks', '#/clients']) {
    const { framesBefore } = await watchFirstRows(page, hash);
    process.stdout.write(`frames without rows before the first rows of ${hash}: ${framesBefore.length}, aim 0\n`);
  }
}

async function benchCalls(page: Page): Promise<void> {
  const { empty, windows, searches } = await timeCalls(page);
  const limit = { name: 'an empty call', times: timesOf(empty) };
  say('a list window over the bridge', timesOf(windows), WINDOW_AIM_MS, limit);
  say('a search over the bridge', timesOf(searches), SEARCH_AIM_MS, limit);
}

async function benchTyping(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('grid').getByRole('row').nth(3).getByRole('gridcell').nth(1).click();
  const title = page.getByRole('textbox', { name: 'Title', exact: true });
  await title.waitFor();
  const plain = { name: 'an input nobody looks after', times: timesOf(await timePlainLetters(page)) };
  say('a letter typed in a detail, to the screen', timesOf(await timeLetters(page, title)), LETTER_AIM_MS, plain);
  await page.getByRole('button', { name: 'Close' }).click();
  // The list starts with open work alone, and is compared with all of it.
  await page.getByRole('button', { name: 'Remove filter Status' }).click();
  const byHand = { name: 'the same rows written by hand', times: timesOf(await timePlainRows(page, 'tasks')) };
  say('the same rows written by hand', byHand.times, SEARCH_AIM_MS, plain);
  say('a letter typed in the search, to the rows', timesOf(await timeSearch(page, 'tasks')), SEARCH_AIM_MS, byHand);
}

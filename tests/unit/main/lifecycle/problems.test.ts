import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MessageBoxOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createText } from '#app/text/index.ts';
import { writeProblemReport } from '../../../../main/lifecycle/problem-report.ts';
import { createProblems } from '../../../../main/lifecycle/problems.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

const HOUR_MS = 60 * 60_000;

describe('a window whose renderer crashed', () => {
  it('is opened again, and the person is informed once', async () => {
    const { problems, window, asked } = someProblems();
    problems.pageGone(window, 'crashed');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    problems.pageGone(window, 'oom');
    expect([window.reloads, asked[0]?.detail, asked.length]).toEqual([2, expect.stringContaining('opened again'), 1]);
  });

  it('is opened again after each occasional crash, however many', () => {
    const { problems, window, clock } = someProblems();
    for (let crash = 0; crash < 20; crash += 1) {
      problems.pageGone(window, 'crashed');
      clock.advance(HOUR_MS);
    }
    expect(window.reloads).toBe(20);
  });

  it('stays closed after repeated crashes, until the person wants another attempt', async () => {
    const { problems, window, answer, asked } = someProblems();
    for (let crash = 0; crash < 5; crash += 1) problems.pageGone(window, 'crashed');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    answer('Try again');
    problems.pageGone(window, 'crashed');
    await vi.waitFor(() => expect(window.reloads).toBe(6));
    problems.pageGone(window, 'crashed');
    expect(window.reloads).toBe(7);
  });

  it('is not opened again if it was closed normally', () => {
    const { problems, window } = someProblems();
    problems.pageGone(window, 'clean-exit');
    window.isGone = true;
    problems.pageGone(window, 'crashed');
    expect(window.reloads).toBe(0);
  });
});

describe('an unresponsive window', () => {
  it('is closed only on request', async () => {
    const { problems, window, answer, asked } = someProblems();
    answer('Wait');
    problems.pageHangs(window);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const before = window.ends;
    answer('Open it again');
    problems.pageHangs(window);
    await vi.waitFor(() => expect(window.ends).toBe(1));
    expect(before).toBe(0);
  });
});

it('an uncaught error is shown with a report to read, and not again at once', async () => {
  const { problems, reports, answer, asked, clock } = someProblems();
  answer('Look at the report');
  problems.unexpected('TypeError: x');
  await vi.waitFor(() => expect(reports).toEqual(['TypeError: x']));
  problems.unexpected('TypeError: y');
  clock.advance(HOUR_MS);
  problems.unexpected('TypeError: z');
  await vi.waitFor(() => expect(reports).toEqual(['TypeError: x', 'TypeError: z']));
  expect(asked).toHaveLength(2);
});

it('a crashed helper process is logged', () => {
  const { problems, log } = someProblems();
  problems.childGone({ type: 'GPU', reason: 'crashed', exitCode: 139 });
  problems.childGone({ type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  expect(log.events).toEqual(['app.childGone']);
});

it('a report contains the facts and the end of the log, and goes to the person alone', async () => {
  const folder = temporaryFolder();
  const logFile = path.join(folder, 'ferry.log');
  writeFileSync(logFile, Array.from({ length: 500 }, (_, line) => `{"line":${line}}`).join('\n'));
  const file = await writeProblemReport(
    { file: path.join(folder, 'report.txt'), logFile, facts: { Ferry: '0.2.0' }, nowMs: () => 0 },
    'the page ended (oom)',
  );
  const report = readFileSync(file, 'utf8');
  expect(report).toContain('Problem: the page ended (oom)\nTime: 1970-01-01T00:00:00.000Z\nFerry: 0.2.0\n');
  expect([report.includes('{"line":499}'), report.includes('{"line":299}')]).toEqual([true, false]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

function someProblems() {
  const clock = manualClock();
  const log = recordingLog();
  const asked: MessageBoxOptions[] = [];
  const reports: string[] = [];
  let button = 'OK';
  const answer = (wanted: string) => {
    button = wanted;
  };
  const window = {
    reloads: 0,
    ends: 0,
    isGone: false,
    isDestroyed: () => window.isGone,
    reload() {
      window.reloads += 1;
    },
    endPage() {
      window.ends += 1;
    },
  };
  const problems = createProblems({
    t: createText('en').t,
    show: async (options) => {
      asked.push(options);
      return { response: options.buttons?.indexOf(button) ?? -1 };
    },
    showReport: async (what) => void reports.push(what),
    quit: () => {},
    clock,
    log,
  });
  return { problems, window, clock, log, asked, reports, answer };
}

import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { localTool, projectFolder, runInTerminal } from './child-process.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Suite {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

const passedOne: Counts = { passed: 1, failed: 0, skipped: 0 };
const failedOne: Counts = { passed: 0, failed: 1, skipped: 0 };

/** A check without individual cases: counts as one, passed if the exit code is 0. */
export function checkSuite(name: string, command: string, args: readonly string[]): Suite {
  return { name, run: async () => ((await runInTerminal(command, args)) === 0 ? passedOne : failedOne) };
}

/** One project of vitest.config.ts, counted by case. */
export function vitestSuite(project: string): Suite {
  const report = reportFile(project);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: project,
    run: () => runCounted(report, localTool('vitest'), ['run', '--project', project, ...reporters], countVitest),
  };
}

/** One project of playwright.config.ts, counted by case. */
export function playwrightSuite(project: string): Suite {
  const report = reportFile(project);
  const args = ['test', '--project', project, '--reporter=list,json'];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return { name: project, run: () => runCounted(report, localTool('playwright'), args, countPlaywright, env) };
}

function reportFile(project: string): string {
  return path.join(projectFolder, 'test-results', `${project}.json`);
}

async function runCounted(
  report: string,
  command: string,
  args: readonly string[],
  read: (report: unknown) => Counts,
  env?: NodeJS.ProcessEnv,
): Promise<Counts> {
  await rm(report, { force: true });
  const code = await runInTerminal(command, args, env);
  const counts = await readFile(report, 'utf8').then(
    (text) => read(JSON.parse(text)),
    () => null,
  );
  return judge(code, counts);
}

/** The counts of a run that exited with `code`. One that counted nothing, or broke outside its cases, has failed. */
export function judge(code: number, counts: Counts | null): Counts {
  if (counts === null) return failedOne;
  const brokeElsewhere = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return brokeElsewhere ? { ...counts, failed: 1 } : counts;
}

/** Reads a Vitest report. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests } = report as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 };
}

/** Reads a Playwright report; a case that passed only on a retry has failed. */
export function countPlaywright(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = (report as { stats: Record<string, number> }).stats;
  return { passed: expected ?? 0, failed: (unexpected ?? 0) + (flaky ?? 0), skipped: skipped ?? 0 };
}

import { expect, it } from 'vitest';
import { checkSuite, countPlaywright, countVitest, judge } from '../../../tools/test-suites.ts';

it.each([
  ['exits with 0', 'process.exit(0)', { passed: 1, failed: 0, skipped: 0 }],
  ['exits with anything else', 'process.exit(3)', { passed: 0, failed: 1, skipped: 0 }],
  ['is killed', 'process.kill(process.pid)', { passed: 0, failed: 1, skipped: 0 }],
])('a check counts as one when it %s', async (_what, script, counts) => {
  expect(await checkSuite('check', process.execPath, ['-e', script]).run()).toEqual(counts);
});

it.each([
  ['ran no test', 0, { passed: 0, failed: 0, skipped: 0 }, { passed: 0, failed: 1, skipped: 0 }],
  ['only skipped', 0, { passed: 0, failed: 0, skipped: 4 }, { passed: 0, failed: 1, skipped: 4 }],
  ['broke outside of its cases', 1, { passed: 5, failed: 0, skipped: 0 }, { passed: 5, failed: 1, skipped: 0 }],
  ['left no report', 1, null, { passed: 0, failed: 1, skipped: 0 }],
])('a suite that %s has failed', (_what, code, counted, counts) => {
  expect(judge(code, counted)).toEqual(counts);
});

it('a suite with failed cases is counted with both numbers', () => {
  expect(judge(1, { passed: 5, failed: 2, skipped: 0 })).toEqual({ passed: 5, failed: 2, skipped: 0 });
});

it('cases are counted from the reports of both runners', () => {
  expect([
    countVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 }),
    countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } }),
  ]).toEqual([
    { passed: 5, failed: 1, skipped: 2 },
    { passed: 3, failed: 2, skipped: 2 },
  ]);
});

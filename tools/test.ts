import { localTool } from './child-process.ts';
import { say } from './electron-runtime/progress.ts';
import { runTool } from './run-tool.ts';
import { type Counts, checkSuite, playwrightSuite, type Suite, vitestSuite } from './test-suites.ts';

/** Everything that must hold, cheapest first. */
const suites: readonly Suite[] = [
  checkSuite('typecheck', localTool('tsc'), ['--noEmit']),
  checkSuite('lint', localTool('biome'), ['check', '--error-on-warnings', '.']),
  checkSuite('unused code', localTool('knip'), []),
  vitestSuite('unit'),
  vitestSuite('integration'),
  vitestSuite('simulation'),
  checkSuite('build', localTool('electron-vite'), ['build', '--logLevel', 'warn']),
  playwrightSuite('e2e'),
  checkSuite('pack', process.execPath, ['tools/pack.ts']),
  playwrightSuite('packed'),
];

// npm test [-- NAME…]: all suites, or those named, each counted; the last line adds them up.
await runTool(async () => {
  const wanted = process.argv.slice(2);
  const results: [string, Counts][] = [];
  for (const suite of suites) {
    if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
    say(`\n── ${suite.name} ──`);
    results.push([suite.name, await suite.run()]);
  }
  say('');
  for (const [name, counts] of results) say(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${inWords(counts)}`);
  const total = results.reduce<Counts>((sum, [, counts]) => add(sum, counts), { passed: 0, failed: 0, skipped: 0 });
  if (total.passed + total.failed === 0) throw new Error(`No suite is named ${wanted.join(' or ')}`);
  process.stdout.write(`${inWords(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

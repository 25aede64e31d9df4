import { localTool } from './child-process.ts';
import { runTool } from './run-tool.ts';
import { type Counts, checkSuite, playwrightSuite, type Suite, vitestSuite } from './test-suites.ts';

/** All suites, cheapest first. */
const suites: readonly Suite[] = [
  checkSuite('typecheck', localTool('tsc'), ['--noEmit']),
  checkSuite('lint', localTool('biome'), ['check', '--error-on-warnings', '.']),
  checkSuite('unused code', localTool('knip'), []),
  vitestSuite('unit'),
  vitestSuite('integration'),
  vitestSuite('simulation'),
  vitestSuite('chaos'),
  checkSuite('bench', process.execPath, ['tests/bench/index.ts', '--quick']),
  checkSuite('build', process.execPath, ['tools/build.ts']),
  playwrightSuite('e2e'),
  checkSuite('pack', process.execPath, ['tools/pack.ts', '--for-tests']),
  playwrightSuite('packed'),
  playwrightSuite('rehearsal'),
];

// npm test [-- NAME…]: all suites, or the named ones, with counts; the last line is the total.
await runTool(async () => {
  const wanted = process.argv.slice(2);
  const results: [string, Counts][] = [];
  for (const suite of suites) {
    if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
    print(`\n── ${suite.name} ──`);
    results.push([suite.name, await suite.run()]);
  }
  print('');
  for (const [name, counts] of results) print(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${inWords(counts)}`);
  const total = results.reduce<Counts>((sum, [, counts]) => add(sum, counts), { passed: 0, failed: 0, skipped: 0 });
  if (total.passed + total.failed === 0) throw new Error(`No suite is named ${wanted.join(' or ')}`);
  print(inWords(total));
  return total.failed === 0 ? 0 : 1;
});

/** All on stdout, so that nothing can follow the closing line. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

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

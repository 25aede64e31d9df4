import { parseArgs } from 'node:util';
import { allCases } from './cases/index.ts';
import { type CaseResult, runConformance } from './kit.ts';

const USAGE = `Holds a Ferry server against the rules of the protocol, over HTTP.

  npm run conformance -- --url http://127.0.0.1:4300 --email owner@sample.test --password sample

Use a firm made for it: the cases leave records behind.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      email: { type: 'string' },
      password: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { url, email, password } = values;
  if (values.help || url === undefined || email === undefined || password === undefined) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  let group = '';
  const report = await runConformance({ url, email, password }, allCases, (result) => {
    if (result.group !== group) process.stdout.write(`\n${result.group}\n`);
    group = result.group;
    process.stdout.write(line(result));
  });
  process.stdout.write(`\n${report.passed} passed, ${report.failed} failed\n`);
  return report.failed === 0 ? 0 : 1;
}

function line({ title, failure, ms }: CaseResult): string {
  return failure === undefined
    ? `  ok    ${title} (${ms} ms)\n`
    : `  FAIL  ${title}\n        ${failure.replaceAll('\n', '\n        ')}\n`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The run stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { exec } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { allCases } from './cases/index.ts';
import { type CaseResult, type Need, runConformance } from './kit.ts';

const USAGE = `Holds a Ferry server against the rules of the protocol, over HTTP.

  npm run conformance -- --url http://127.0.0.1:4300 --email owner@sample.test --password sample

Use a firm made for it: the cases leave records behind. Some cases run only with more:

  --read-only-email E --read-only-password P   a person of the same firm who may only read
  --refused-schema N                           the server was set up to ask desks of schema N to update
  --ask-removal COMMAND                        with a device id behind it, asks for that device's data to be removed, such as
                                               'npm run server -- remove-device-data --by owner@sample.test --device'

and, if deleted records were already removed from the firm for good, those of the horizon.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      email: { type: 'string' },
      password: { type: 'string' },
      'read-only-email': { type: 'string' },
      'read-only-password': { type: 'string' },
      'refused-schema': { type: 'string' },
      'ask-removal': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { url, email, password } = values;
  if (values.help || url === undefined || email === undefined || password === undefined) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const { 'read-only-email': readerEmail, 'read-only-password': readerPassword, 'refused-schema': refused } = values;
  const target = {
    url,
    email,
    password,
    readOnly:
      readerEmail === undefined || readerPassword === undefined
        ? undefined
        : { email: readerEmail, password: readerPassword },
    refusedSchema: refused === undefined ? undefined : Number(refused),
    askRemoval: values['ask-removal'] === undefined ? undefined : askBy(values['ask-removal']),
  };
  let group = '';
  const report = await runConformance(target, allCases, (result) => {
    if (result.group !== group) process.stdout.write(`\n${result.group}\n`);
    group = result.group;
    process.stdout.write(line(result));
  });
  process.stdout.write(`\n${report.passed} passed, ${report.failed} failed, ${report.skipped} not run\n`);
  return report.failed === 0 ? 0 : 1;
}

function askBy(command: string) {
  return async (deviceId: string): Promise<void> => {
    await promisify(exec)(`${command} ${deviceId}`);
  };
}

const MISSING: Readonly<Record<Need, string>> = {
  readOnly: '--read-only-email and --read-only-password',
  refusedSchema: '--refused-schema',
  removal: '--ask-removal',
  owner: 'an owner under --email',
  horizon: 'a firm whose deleted records were removed',
};

function line({ title, failure, skippedFor, ms }: CaseResult): string {
  if (skippedFor) return `  --    ${title} (needs ${MISSING[skippedFor]})\n`;
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

import { USAGE, UsageError } from './cli/options.ts';
import { serve } from './cli/serve.ts';

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  await serve(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof UsageError ? `${reason}\n\n${USAGE}` : `The server stopped: ${reason}\n`);
  process.exitCode = 1;
}

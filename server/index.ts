import { FerryFailure } from '#app/contract/errors.ts';
import { UsageError } from './cli/arguments.ts';
import { runCommand } from './cli/command.ts';
import { serve } from './cli/serve.ts';
import { commands, usage } from './cli/usage.ts';

async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (args.includes('--help')) {
    process.stdout.write(usage());
    return;
  }
  if (name === undefined || name.startsWith('-')) return serve(args);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command ${name}.`);
  return runCommand(command, rest);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) process.stderr.write(`${reason}\n\n${usage()}`);
  else process.stderr.write(error instanceof FerryFailure ? `${reason}\n` : `The server stopped: ${reason}\n`);
  process.exitCode = 1;
}

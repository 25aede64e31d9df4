import { UsageError } from './cli/arguments.ts';
import { runCommand } from './cli/command.ts';
import { complaintOf } from './cli/complaint.ts';
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
  process.stderr.write(complaintOf(error));
  process.exitCode = 1;
}

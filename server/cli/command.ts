import { type Accounts, createAccounts } from '../auth/accounts.ts';
import { createPasswordHasher } from '../auth/passwords.ts';
import { createLog } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { openStorage } from '../storage/open.ts';
import { systemClock, systemIds } from '../system.ts';
import { type Arguments, readArguments, storageOf, UsageError } from './arguments.ts';

/** What a command works with; the storage is opened and migrated before, and closed afterwards. */
export interface CommandContext {
  given: Arguments;
  storage: Database;
  accounts: Accounts;
  print(line: string): void;
}

/** An operator's command, run beside or instead of the server. */
export interface Command {
  /** Its options, for the usage text. */
  usage: string;
  summary: string;
  kinds: Readonly<Record<string, 'text' | 'flag'>>;
  run(context: CommandContext): Promise<void>;
}

export async function runCommand(
  command: Command,
  args: readonly string[],
  print: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<void> {
  const given = readArguments(args, command.kinds);
  const storage = await openStorage(storageOf(given), createLog('warn'));
  try {
    const passwords = createPasswordHasher();
    const accounts = createAccounts({ storage, clock: systemClock, ids: systemIds, passwords });
    await command.run({ given, storage, accounts, print });
  } finally {
    await storage.dispose();
  }
}

/** The named firm, or the only one. */
export async function chooseFirm({ given, accounts }: CommandContext): Promise<string> {
  const firms = await accounts.firms();
  const wanted = given.text('firm');
  const found = wanted === undefined ? firms : firms.filter(({ firmId, name }) => firmId === wanted || name === wanted);
  const [firm] = found;
  if (!firm)
    throw new UsageError(wanted === undefined ? 'There is no firm yet; see create-firm.' : `No firm is ${wanted}.`);
  if (found.length > 1) {
    throw new UsageError(
      `Say which firm with --firm:\n${found.map(({ firmId, name }) => `  ${firmId}  ${name}`).join('\n')}`,
    );
  }
  return firm.firmId;
}

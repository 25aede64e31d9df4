import path from 'node:path';
import type { Command } from './command.ts';
import { dataCommands } from './data-commands.ts';
import { importCommands } from './import-command.ts';
import { peopleCommands } from './people-commands.ts';

export const commands: Readonly<Record<string, Command>> = {
  ...peopleCommands,
  ...dataCommands,
  ...importCommands,
};

/** How the running program is called: from the checkout or from a packed server. */
function invocation(): string {
  const program = path.basename(process.argv[1] ?? '');
  return program.endsWith('.mjs') ? `node ${program}` : 'npm run server --';
}

/** The text of `--help`. */
export function usage(): string {
  const program = invocation();
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${name} ${command.usage}\n      ${command.summary}`,
  );
  return `Ferry sync server

  ${program} [--port 4300] [--host 127.0.0.1] [--sample] [--log-level warn]
      [--trust-proxy 1|NETWORKS] [--metrics-port PORT] [--metrics-host 127.0.0.1] [--drain-ms 0]
  ${program} COMMAND ...

Commands:
${lines.join('\n')}

Each takes --db FILE (SQLite, ferry-server.db by default) or --postgres URL (or FERRY_POSTGRES).
`;
}

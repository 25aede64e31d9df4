import type { Command } from './command.ts';
import { dataCommands } from './data-commands.ts';
import { importCommands } from './import-command.ts';
import { peopleCommands } from './people-commands.ts';

export const commands: Readonly<Record<string, Command>> = {
  ...peopleCommands,
  ...dataCommands,
  ...importCommands,
};

/** The text of `--help`. */
export function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${name} ${command.usage}\n      ${command.summary}`,
  );
  return `Ferry sync server

  npm run server -- [--port 4300] [--host 127.0.0.1] [--sample] [--log-level warn]
                    [--trust-proxy 1|NETWORKS] [--metrics-port PORT] [--metrics-host 127.0.0.1] [--drain-ms 0]
  npm run server -- COMMAND ...

Commands:
${lines.join('\n')}

Each takes --db FILE (SQLite, ferry-server.db by default) or --postgres URL (or FERRY_POSTGRES).
`;
}

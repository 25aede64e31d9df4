import path from 'node:path';
import { parseArgs } from 'node:util';

export interface ServeOptions {
  host: string;
  port: number;
  db: string;
  postgres: string | undefined;
  sample: boolean;
  logLevel: string;
  trustProxy: boolean;
}

/** A mistake of the person at the command line; told without a stack. */
export class UsageError extends Error {}

export const USAGE = `Ferry sync server

  server [--port 4300] [--host 127.0.0.1] [--db ferry-server.db | --postgres URL] [--sample]
         [--log-level info] [--trust-proxy]
`;

/** Reads the command line of the server itself. */
export function readServeOptions(args: readonly string[]): ServeOptions {
  const { values } = readArgs(args, {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4300' },
    db: { type: 'string', default: 'ferry-server.db' },
    postgres: { type: 'string' },
    sample: { type: 'boolean', default: false },
    'log-level': { type: 'string', default: 'warn' },
    'trust-proxy': { type: 'boolean', default: false },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port ${values.port} is not a port.`);
  return {
    host: String(values.host),
    port,
    db: path.resolve(String(values.db)),
    postgres: typeof values.postgres === 'string' ? values.postgres : undefined,
    sample: values.sample === true,
    logLevel: String(values['log-level']),
    trustProxy: values['trust-proxy'] === true,
  };
}

type OptionTypes = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

/** `parseArgs` whose complaints are usage errors. */
function readArgs(args: readonly string[], options: NonNullable<OptionTypes>) {
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

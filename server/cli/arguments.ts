import path from 'node:path';
import { parseArgs } from 'node:util';
import type { StorageOptions } from '../storage/open.ts';

/** A command line usage error; printed without a stack. */
export class UsageError extends Error {}

type Kind = 'text' | 'flag';

/** The parsed command line options, by name. */
export interface Arguments {
  text(name: string): string | undefined;
  required(name: string): string;
  flag(name: string): boolean;
  /** A whole number within bounds, or the default. */
  number(name: string, fallback: number, bounds: { min: number; max: number }): number;
}

/** Options of every command: the storage. `FERRY_POSTGRES` keeps a password out of the process list. */
const storageArguments: Readonly<Record<string, Kind>> = { db: 'text', postgres: 'text' };

export function readArguments(args: readonly string[], kinds: Readonly<Record<string, Kind>>): Arguments {
  const options = Object.fromEntries(
    Object.entries({ ...storageArguments, ...kinds }).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const values = parseOrExplain(args, options);
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return {
    text,
    flag: (name) => values[name] === true,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`);
      return value;
    },
    number(name, fallback, { min, max }) {
      const value = Number(text(name) ?? fallback);
      if (!Number.isInteger(value) || value < min || value > max) {
        throw new UsageError(`--${name} must be a whole number from ${min} to ${max}.`);
      }
      return value;
    },
  };
}

function parseOrExplain(
  args: readonly string[],
  options: Record<string, { type: 'boolean' | 'string' }>,
): Record<string, unknown> {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function storageOf(given: Arguments): StorageOptions {
  return {
    db: path.resolve(given.text('db') ?? 'ferry-server.db'),
    postgres: given.text('postgres') ?? process.env.FERRY_POSTGRES,
  };
}

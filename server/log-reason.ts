import { DatabaseUnavailable } from './storage/database.ts';

/** Error codes of Node and SQLite: their messages name paths and addresses of this computer, never what a record holds. */
const SYSTEM_CODE = /^(E[A-Z_]+|SQLITE_[A-Z_]+)$/;

/**
 * What the log records of an unexpected error: its kind, its code, where it was thrown. Its message only where that cannot
 * quote anything of a record, as those of the JSON parser and of PostgreSQL do.
 */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const isHarmless = thrown instanceof DatabaseUnavailable || (code !== undefined && SYSTEM_CODE.test(code));
  const head = [thrown.name, code, isHarmless ? thrown.message : undefined].filter((part) => part !== undefined);
  const frames = thrown.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return [head.join(' '), ...frames].join('\n');
}

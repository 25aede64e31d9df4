import { DatabaseUnavailable } from './storage/database.ts';

/**
 * Error codes of Node and SQLite, whose messages name only paths and addresses of this computer, never record content.
 */
const SYSTEM_CODE = /^(E[A-Z_]+|SQLITE_[A-Z_]+)$/;

/**
 * What is logged of an unexpected error: kind, code, origin; the message only if it cannot quote a record, as JSON
 * parser and PostgreSQL messages do.
 */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const isHarmless = thrown instanceof DatabaseUnavailable || (code !== undefined && SYSTEM_CODE.test(code));
  const head = [thrown.name, code, isHarmless ? thrown.message : undefined].filter((part) => part !== undefined);
  const frames = thrown.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return [head.join(' '), ...frames].join('\n');
}

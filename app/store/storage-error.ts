import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Action, type ErrorCode, FerryFailure } from '#app/contract/errors.ts';

type StorageCode = Extract<ErrorCode, `store.${string}`>;

/**
 * First match of SQLite's code (https://sqlite.org/rescode.html), the system's (errno) or Node's. Anything else is not
 * a storage failure.
 */
const CODES: [RegExp, StorageCode][] = [
  [/^SQLITE_(BUSY|LOCKED)|^EBUSY$/, 'store.busy'],
  [/^SQLITE_FULL|^(ENOSPC|EDQUOT)$/, 'store.diskFull'],
  [/^SQLITE_READONLY|^EROFS$/, 'store.readOnly'],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)|^(EACCES|EPERM)$/, 'store.noPermission'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'store.corrupt'],
  [/^SQLITE_IOERR|^(EIO|ENXIO|ENODEV|ESTALE|EREMOTEIO)$/, 'store.deviceFailed'],
  [/^(ERR_DLOPEN_FAILED|MODULE_NOT_FOUND)$/, 'store.missingAddon'],
  [/^SQLITE/, 'store.failed'],
];

const ACTIONS: Partial<Record<StorageCode, Action>> = {
  'store.busy': 'wait',
  'store.diskFull': 'freeDiskSpace',
  'store.corrupt': 'repair',
  'store.missingAddon': 'update',
};

/**
 * Converts a failure of SQLite, the file system or loading the addon to a `FerryFailure` with a code; returns anything
 * else unchanged.
 * @param file the database, if known: looked at when SQLite's code is ambiguous ("cannot open")
 */
export function toStoreFailure(thrown: unknown, file?: string): unknown {
  const cause = codeOf(thrown);
  const found = cause === null ? undefined : CODES.find(([pattern]) => pattern.test(cause))?.[1];
  if (cause === null || found === undefined || !(thrown instanceof Error)) return thrown;
  const code = file === undefined ? found : refined(found, file);
  const details = { ...(cause.startsWith('SQLITE') ? { sqlite: cause } : { cause }), reason: thrown.message };
  return new FerryFailure(code, ACTIONS[code] ?? 'retry', details);
}

function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || thrown instanceof FerryFailure) return null;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  // The `bindings` package throws without a code if it finds no addon.
  return /bindings file/.test(thrown.message) ? 'MODULE_NOT_FOUND' : null;
}

const OPEN_TO_DOUBT: readonly StorageCode[] = ['store.readOnly', 'store.noPermission', 'store.deviceFailed'];

/** The file system's answer, if SQLite's code has several causes. */
function refined(code: StorageCode, file: string): StorageCode {
  if (!OPEN_TO_DOUBT.includes(code)) return code;
  if (code === 'store.deviceFailed') return hasRoom(file) ? code : 'store.diskFull';
  const denial = denialOf(dirname(file)) ?? denialOf(file);
  if (denial === 'EROFS') return 'store.readOnly';
  return denial === 'EACCES' || denial === 'EPERM' ? 'store.noPermission' : code;
}

/** Why the path is not writable; null if it is, or does not exist. */
function denialOf(path: string): string | null {
  try {
    accessSync(path, constants.W_OK);
    return null;
  } catch (thrown) {
    const code = codeOf(thrown);
    return code === 'ENOENT' ? null : code;
  }
}

function hasRoom(file: string): boolean {
  try {
    return statfsSync(dirname(file)).bavail > 0;
  } catch {
    return true;
  }
}

const PREVENTS_WRITING: ReadonlySet<ErrorCode> = new Set([
  'store.busy',
  'store.diskFull',
  'store.readOnly',
  'store.noPermission',
]);

/** For writing that only saves time and must not prevent reading. */
export function preventsWriting(thrown: unknown): boolean {
  return thrown instanceof FerryFailure && PREVENTS_WRITING.has(thrown.error.code);
}

import { type ErrorCode, FerryFailure } from '#app/contract/errors.ts';

interface SqliteError extends Error {
  code: string;
}

function isSqliteError(thrown: unknown): thrown is SqliteError {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('SQLITE')
  );
}

const CODES: [RegExp, ErrorCode][] = [
  [/^SQLITE_FULL/, 'store.diskFull'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/, 'store.readOnly'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'store.corrupt'],
  [/^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE)/, 'store.diskFull'],
];

/** Turns an error of SQLite (https://sqlite.org/rescode.html) into a `FerryFailure`; anything else is returned as it is. */
export function toStoreFailure(thrown: unknown): unknown {
  if (!isSqliteError(thrown)) return thrown;
  const code = CODES.find(([pattern]) => pattern.test(thrown.code))?.[1] ?? 'store.failed';
  const details = { sqlite: thrown.code, reason: thrown.message };
  switch (code) {
    case 'store.diskFull':
      return new FerryFailure(
        code,
        'The disk is full, so this could not be saved. Free some space and try again.',
        'freeDiskSpace',
        details,
      );
    case 'store.readOnly':
      return new FerryFailure(
        code,
        "Ferry's data file cannot be written. Check that its folder is yours and not read-only.",
        'fix',
        details,
      );
    case 'store.corrupt':
      return new FerryFailure(
        code,
        "Ferry's data file is damaged. It was left as it is; restore a backup from Settings.",
        'restoreBackup',
        details,
      );
    default:
      return new FerryFailure(
        'store.failed',
        'The local database refused this. Nothing was changed; try again.',
        'retry',
        details,
      );
  }
}

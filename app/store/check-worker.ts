import { existsSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckResult, CheckWorkerData } from './file-check.ts';

/**
 * Entry of a thread that reads a whole database once and says what is wrong with it. It only reads, and loads the very addon
 * its parent has; see `checkpoint-worker.ts`.
 */
const { file, isOpen, nativeBinding } = workerData as CheckWorkerData;
const companions = ['-wal', '-shm'].map((suffix) => file + suffix);
/** A reader of a closed database makes them, and leaves them behind; those of an open one are not to be touched. */
const isNew = companions.map((companion) => !isOpen && !existsSync(companion));

function check(): CheckResult {
  const options = { readonly: true, fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) };
  try {
    const connection = new BetterSqlite3(file, options);
    try {
      const found = connection.pragma('quick_check(1)', { simple: true });
      // An index that lacks rows hides them: where unsent work lies, that counts as damage too.
      const outbox = found === 'ok' ? connection.pragma('integrity_check(sync_queue)', { simple: true }) : found;
      return outbox === 'ok' ? { kind: 'sound' } : { kind: 'damaged', reason: String(outbox) };
    } finally {
      connection.close();
      for (const [index, companion] of companions.entries()) if (isNew[index]) rmSync(companion, { force: true });
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const isDamaged = /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA))/.test(code);
    return { kind: isDamaged ? 'damaged' : 'unknown', reason: String(thrown) };
  }
}

parentPort?.postMessage(check());

import { existsSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckResult, CheckWorkerData } from './file-check.ts';

/**
 * Worker entry: reads a whole database once and reports what is wrong with it. Read-only; must load the same addon as
 * its parent, see `checkpoint-worker.ts`.
 */
const { file, isOpen, nativeBinding } = workerData as CheckWorkerData;
const companions = ['-wal', '-shm'].map((suffix) => file + suffix);
/**
 * Reading a closed database creates companion files and leaves them behind; those of an open database must not be
 * touched.
 */
const isNew = companions.map((companion) => !isOpen && !existsSync(companion));

function check(): CheckResult {
  const options = { readonly: true, fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) };
  try {
    const connection = new BetterSqlite3(file, options);
    try {
      const found = connection.pragma('quick_check(1)', { simple: true });
      // An index that lacks rows hides them; in tables with unsent work that counts as damage too.
      const outbox = found === 'ok' ? connection.pragma('integrity_check(sync_queue)', { simple: true }) : found;
      return outbox === 'ok' ? { kind: 'sound' } : { kind: 'damaged', reason: String(outbox) };
    } finally {
      connection.close();
      for (const [index, companion] of companions.entries()) if (isNew[index]) rmSync(companion, { force: true });
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const isDamaged = /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA))/.test(code);
    const otherwise = /^SQLITE_(BUSY|LOCKED)/.test(code) ? 'busy' : 'unknown';
    return { kind: isDamaged ? 'damaged' : otherwise, reason: String(thrown) };
  }
}

parentPort?.postMessage(check());

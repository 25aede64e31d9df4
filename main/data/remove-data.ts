import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Rebuilt } from '#app/store/salvage/bring-work-over.ts';
import type { DataRequest } from './data-request.ts';
import type { SwapData } from './swap-data.ts';

/** Folders with records or changes to them. */
const FOLDERS = ['outbox', 'backups', 'set-aside', 'other-firms'];
/** The database, its copies and unreadable files set aside; `session.json` and similar name people. */
const FILES = /^(ferry\.db.*|salvage\.json.*|.+\.bad-\d+)$/;
const OF_DATABASE = /^ferry\.db(-wal|-shm|-journal|\.new.*)?$/;
/** A virus scanner or backup program may hold a file briefly. */
const PATIENCE = { maxRetries: 10, retryDelay: 50 };

export interface Removed {
  /** Number of unsent changes, drafts and open conflicts kept. */
  keptChanges: number;
}

export interface RemoveDataDeps {
  dataFolder: string;
  /** Builds a new database with unsent work only, ready to swap in. */
  rebuildUnsent: () => Promise<Rebuilt>;
  swap: Pick<SwapData, 'carryOut'>;
  log: Log;
}

/**
 * Removes everything this desk keeps of a firm: database, outbox, backups, set-aside files. Idempotent, so it can
 * resume after an interruption. Settings, the log (which has no content) and the session are the caller's.
 */
export function createRemoveData({ dataFolder, rebuildUnsent, swap, log }: RemoveDataDeps) {
  async function unsentWork(): Promise<number> {
    const { saved } = await rebuildUnsent();
    return saved.changes + saved.drafts + saved.conflicts;
  }

  function removeAll(isKept: (name: string) => boolean): void {
    const names = existsSync(dataFolder) ? readdirSync(dataFolder) : [];
    const failed: string[] = [];
    for (const name of names) {
      if (isKept(name) || !(FOLDERS.includes(name) || FILES.test(name))) continue;
      try {
        rmSync(path.join(dataFolder, name), { recursive: true, force: true, ...PATIENCE });
      } catch (thrown) {
        log.warn('data.notRemoved', { name, reason: String(thrown) });
        failed.push(name);
      }
    }
    if (failed.length > 0) throw new FerryFailure('data.notRemoved', 'retry', { name: failed.join(', ') });
  }

  /**
   * @returns what was kept; the caller removes the request after recording it
   * @throws FerryFailure `data.notRemoved`, `store.*`: some data may be gone already; keep the request
   */
  return async (asked: DataRequest): Promise<Removed> => {
    const keptChanges = asked.keepsUnsent ? await unsentWork() : 0;
    removeAll((name) => keptChanges > 0 && OF_DATABASE.test(name));
    if (keptChanges > 0) swap.carryOut(asked, { keptAs: null, report: null, changeIds: [] });
    log.info('data.removed', { keptChanges });
    return { keptChanges };
  };
}

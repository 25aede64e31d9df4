import { chmodSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '#app/contract/ports.ts';
import { makeFolder, PRIVATE_FILE, removeFileIfAny, syncFolder, toFileFailure } from '../system/atomic-file.ts';
import type { DataRequest, DataRequestFile, Swap } from './data-request.ts';
import type { SalvageReports } from './salvage-reports.ts';

export interface SwapDeps {
  /** Path of `ferry.db`. */
  database: string;
  /** Path where a new database is built. */
  target: string;
  request: DataRequestFile;
  reports: SalvageReports;
  log: Log;
}

/** In this order: once the database is at its new path, its log is too. */
const MOVED = ['-wal', ''];

export type SwapData = ReturnType<typeof createSwapData>;

/** Replaces the database atomically, even if the computer goes down in between. */
export function createSwapData({ database, target, request, reports, log }: SwapDeps) {
  /** Once the request names its swap, the next start resumes it. */
  function finish(asked: DataRequest, swap: Swap): void {
    try {
      if (existsSync(target)) putInPlace(swap.keptAs);
    } catch (thrown) {
      // If only flushing the folder failed, the new database is in place: the next start reports it.
      if (existsSync(target)) {
        removeDatabase(target);
        withdraw(asked);
      }
      throw toFileFailure(thrown);
    }
    try {
      reports.add(swap.report, swap.changeIds);
      request.remove();
    } catch (thrown) {
      log.warn('data.reportNotKept', { reason: String(thrown) });
    }
  }

  /** A request whose write failed may exist nonetheless; without a new database it would count as done. */
  function withdraw(asked: DataRequest): void {
    if (!request.read()?.swap) return;
    try {
      request.write({ ...asked, swap: null });
    } catch (thrown) {
      log.warn('data.requestNotKept', { reason: String(thrown) });
    }
    if (request.read()?.swap) request.remove();
  }

  function putInPlace(keptAs: string | null): void {
    const moved: [from: string, to: string][] = [];
    if (keptAs !== null) makeFolder(path.dirname(keptAs));
    try {
      for (const suffix of MOVED) {
        if (!existsSync(database + suffix)) continue;
        if (keptAs === null) removeFileIfAny(database + suffix);
        else moved.push(move(database + suffix, keptAs + suffix));
      }
      removeFileIfAny(`${database}-shm`);
      move(target, database);
    } catch (thrown) {
      for (const [from, to] of moved.toReversed()) if (!existsSync(from)) renameSync(to, from);
      throw thrown;
    }
    for (const folder of new Set([database, keptAs ?? database].map((file) => path.dirname(file)))) syncFolder(folder);
  }

  return {
    /**
     * Moves the current data to `keptAs` and the new database into place.
     * @throws FerryFailure `store.*` if the file system refuses; everything is restored then
     */
    carryOut(asked: DataRequest, swap: Swap): void {
      try {
        request.write({ ...asked, swap });
      } catch (thrown) {
        removeDatabase(target);
        withdraw(asked);
        throw thrown;
      }
      finish(asked, swap);
    },

    /** Resumes an interrupted swap. @throws as `carryOut` */
    goOn(): void {
      const asked = request.read();
      if (asked?.swap) finish(asked, asked.swap);
      else removeDatabase(target);
    },
  };
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) removeFileIfAny(file + suffix);
}

function move(from: string, to: string): [string, string] {
  renameSync(from, to);
  chmodSync(to, PRIVATE_FILE);
  return [from, to];
}

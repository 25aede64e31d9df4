import { existsSync, statSync } from 'node:fs';
import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { SalvageReport } from '#app/contract/salvage.ts';
import type { Rebuilt } from '#app/store/salvage/bring-work-over.ts';
import { removeFileIfAny } from '../system/atomic-file.ts';
import type { DataRequest, DataRequestFile } from './data-request.ts';
import type { Removed } from './remove-data.ts';
import type { SalvageReports } from './salvage-reports.ts';
import { fileThere, type SetAside } from './set-aside.ts';
import type { SwapData } from './swap-data.ts';

/** Inputs for a new database; see `RebuildOptions`. */
export interface RebuildSources {
  base: string | null;
  earlier: readonly string[];
  isAsked: boolean;
}

export interface SoundBackup {
  path: string;
  /** Ms since the epoch; null if the file is not in the list. */
  at: number | null;
}

export interface ReplaceDataDeps {
  /** Path of `ferry.db`. */
  database: string;
  /** Path where a new database is built. */
  target: string;
  request: DataRequestFile;
  swap: SwapData;
  setAside: SetAside;
  reports: SalvageReports;
  /** The newest sound backup; null for none. */
  newestSoundBackup: () => Promise<SoundBackup | null>;
  isSound: (file: string) => Promise<boolean>;
  /** Another program holds the file, so that it cannot be read now. */
  isHeld: (file: string) => Promise<boolean>;
  /** Creation time of a backup, in ms since the epoch; null if it is not in the list. */
  backupAt: (file: string) => number | null;
  /** A free path among the backups for the data that a restore replaces. */
  replacedPath: () => string;
  /** Builds the new database at `target`. */
  rebuild: (sources: RebuildSources) => Promise<Rebuilt>;
  /** Removes the data; the request stays until the result is recorded. @throws FerryFailure if it cannot */
  remove: (asked: DataRequest) => Promise<Removed>;
  /** Whether this computer has been in use; then an absent database is a loss. */
  wasInUse: () => boolean;
  clock: Clock;
  ids: IdSource;
  log: Log;
}

export type ReplaceData = ReturnType<typeof createReplaceData>;

/** Replaces a database that is damaged, missing, or given up for a backup; nothing may have it open. */
export function createReplaceData(deps: ReplaceDataDeps) {
  const { database, target, request, swap, setAside, reports, clock, log } = deps;

  function reportOf(cause: SalvageReport['cause'], more: Partial<SalvageReport>): SalvageReport {
    const nothing = { changes: 0, drafts: 0, conflicts: 0 };
    const all = { changes: true, drafts: true, conflicts: true };
    const [id, at] = [deps.ids.next(), clock.nowMs()];
    const base = { id, at, cause, keptAs: null, backupAt: null, saved: nothing, foundElsewhere: 0, isComplete: all };
    return { ...base, error: null, isSeen: false, ...more };
  }

  async function repair(asked: DataRequest, cause: 'damaged' | 'missing'): Promise<void> {
    const backup = await deps.newestSoundBackup();
    const earlier = setAside.list().map(({ path }) => path);
    const rebuilt = await deps.rebuild({ base: backup?.path ?? null, earlier, isAsked: false });
    const keptAs = isThere(database) ? setAside.newPath(clock.nowMs()) : null;
    const reportedPath = keptAs !== null && !existsSync(database) ? `${keptAs}-wal` : keptAs;
    const report = reportOf(cause, { ...factsOf(rebuilt), keptAs: reportedPath, backupAt: backup?.at ?? null });
    log.warn('data.repaired', { cause, keptAs, backup: backup?.path ?? null, saved: rebuilt.saved });
    swap.carryOut(asked, { keptAs, report, changeIds: rebuilt.changeIds });
  }

  async function restore(asked: DataRequest, backup: string): Promise<void> {
    const rebuilt = await deps.rebuild({ base: backup, earlier: [], isAsked: false });
    const isWhole = isReadWhole(rebuilt) && (await deps.isSound(database));
    const keptAs = isWhole ? deps.replacedPath() : setAside.newPath(clock.nowMs());
    const cause = isWhole ? 'soundRestored' : 'restored';
    const report = reportOf(cause, { ...factsOf(rebuilt), keptAs, backupAt: deps.backupAt(backup) });
    log.info('backup.restored', { backup, keptAs, saved: rebuilt.saved });
    swap.carryOut(asked, { keptAs, report, changeIds: isWhole ? [] : rebuilt.changeIds });
  }

  async function lookInto(asked: DataRequest, file: string): Promise<void> {
    const rebuilt = await deps.rebuild({ base: database, earlier: [file], isAsked: true });
    const report = reportOf('lookedInto', { ...factsOf(rebuilt), keptAs: fileThere(file) });
    log.info('salvage.lookedInto', { file, found: rebuilt.broughtBack.length });
    if (rebuilt.hasMore) {
      swap.carryOut(asked, { keptAs: deps.replacedPath(), report, changeIds: rebuilt.changeIds });
      return;
    }
    removeFileIfAny(target);
    reports.add(report, []);
    request.remove();
  }

  /** Reports a request that failed; the data is unchanged. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = toFerryError(thrown);
      log.warn('data.requestFailed', { code: error.code, details: error.details });
      reports.add(reportOf('failed', { error }), []);
      request.remove();
    }
  }

  return {
    /**
     * Runs at the start, before the database is opened: resumes an interrupted replacement, executes the request, and
     * restores missing data. Returns the result of a requested removal, else null.
     * @throws FerryFailure if data that is held, damaged or missing cannot be replaced now, or cannot be removed
     */
    async prepare(): Promise<Removed | null> {
      // A request that cannot be read now may be an interrupted replacement; it must not count as failed.
      request.read();
      await attempt(async () => swap.goOn());
      const asked = request.read();
      if (asked?.kind === 'remove') return await deps.remove(asked);
      const { kind = null, backup = null, setAside: file = null } = asked ?? {};
      // What is held would be replaced as if it were damaged, and only the outbox has a second copy.
      if (kind !== null && (await deps.isHeld(database))) throw new FerryFailure('store.busy', 'wait');
      if (kind === 'restore' && backup !== null) await attempt(() => restore(asked ?? nothingAsked, backup));
      else if (kind === 'lookInto' && file !== null) await attempt(() => lookInto(asked ?? nothingAsked, file));
      if (isMissing()) await repair(nothingAsked, 'missing');
      else if (kind === 'repair') await repair(nothingAsked, 'damaged');
      return null;
    },

    /** The database is unreadable. @throws FerryFailure if it cannot be replaced now; it is unchanged then */
    repairDamaged: (): Promise<void> => repair(request.read() ?? nothingAsked, 'damaged'),
  };

  function isMissing(): boolean {
    if (bytesOf(database) > 0) return false;
    return bytesOf(`${database}-wal`) > 0 || deps.wasInUse();
  }
}

const nothingAsked: DataRequest = { kind: 'repair', keepsUnsent: false, backup: null, setAside: null, swap: null };

function factsOf({ saved, isComplete, broughtBack }: Rebuilt) {
  return { saved, isComplete, foundElsewhere: broughtBack.length };
}

function isReadWhole({ isComplete }: Rebuilt): boolean {
  return isComplete.changes && isComplete.drafts && isComplete.conflicts;
}

function isThere(file: string): boolean {
  return existsSync(file) || existsSync(`${file}-wal`);
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

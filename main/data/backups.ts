import { renameSync } from 'node:fs';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Backup } from '#app/contract/settings.ts';
import type { CheckResult, FileCheck } from '#app/store/file-check.ts';
import { toStoreFailure } from '#app/store/storage-error.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { removeFileIfAny } from '../system/atomic-file.ts';
import { type BackupFiles, UNCHECKED } from './backup-files.ts';
import { backupsToRemove, isBackupDue } from './backup-retention.ts';
import type { DataRequest } from './data-request.ts';

const HOUR_MS = 3_600_000;

export interface BackupsDeps {
  files: BackupFiles;
  desk: Pick<Desk, 'backUp' | 'storeError'>;
  check: FileCheck;
  isAutomatic: () => boolean;
  /** The database itself is damaged. */
  onDamage: (reason: string) => void;
  /** Stores the request for the next start and restarts the app. */
  restartFor: (request: Partial<DataRequest>) => void;
  clock: Clock;
  log: Log;
}

export interface Backups {
  list(): Backup[];
  /** @throws FerryFailure `store.corrupt` if the data is damaged; `store.*` if writing fails */
  create(): Promise<Backup>;
  /** @throws FerryFailure `request.notFound` for a name not in the list, `backup.damaged`; nothing has changed then. */
  restore(name: string): Promise<void>;
  dispose(): void;
}

/**
 * Copies of the database: one a day, one before an update migrates the data, what a restored one replaced, and manual
 * ones. A copy counts only after it was read completely and is sound; only then may an older one be removed.
 */
export function createBackups(deps: BackupsDeps): Backups {
  const { files, desk, clock, log } = deps;
  files.removeLeftOvers();
  let cancelTimer = clock.setTimer(0, keepUp);

  async function write(kind: 'manual' | 'daily'): Promise<Backup> {
    const file = files.newPath(kind, clock.nowMs());
    const unchecked = `${file}${UNCHECKED}`;
    try {
      await desk.backUp(unchecked);
      const result = await deps.check(unchecked);
      if (result.kind === 'damaged') deps.onDamage(result.reason);
      if (result.kind !== 'sound') throw notSound(result.kind, result.reason);
      renameSync(unchecked, file);
    } catch (thrown) {
      removeFileIfAny(unchecked);
      throw toStoreFailure(thrown);
    }
    const made = files.list().find(({ path }) => path === file);
    if (!made) throw new Error('The backup was not written.');
    return toContract(made);
  }

  async function makeDue(): Promise<void> {
    if (!deps.isAutomatic() || desk.storeError() !== null || !isBackupDue(files.list(), clock.nowMs())) return;
    await write('daily');
    for (const backup of backupsToRemove(files.list(), clock.nowMs())) files.remove(backup);
  }

  function keepUp(): void {
    makeDue().catch((thrown: unknown) => log.warn('backup.failed', { reason: String(thrown) }));
    cancelTimer = clock.setTimer(HOUR_MS, keepUp);
  }

  return {
    list: () => files.list().map(toContract),
    create: () => write('manual'),
    async restore(name) {
      const backup = files.list().find((each) => each.name === name);
      if (!backup) throw new FerryFailure('backup.unknown', 'none', { name });
      const result = await deps.check(backup.path);
      if (result.kind !== 'sound') throw unusable(name, result.reason);
      log.info('backup.restoring', { name });
      deps.restartFor({ kind: 'restore', backup: backup.path });
    },
    dispose: () => cancelTimer(),
  };
}

function toContract({ name, at, bytes, kind, version }: Backup): Backup {
  return { name, at, bytes, kind, version };
}

export function notSound(kind: Exclude<CheckResult['kind'], 'sound'>, reason: string): FerryFailure {
  if (kind === 'busy') return new FerryFailure('store.busy', 'wait', { reason });
  if (kind === 'unknown') return new FerryFailure('store.failed', 'retry', { reason });
  return new FerryFailure('store.corrupt', 'repair', { reason });
}

function unusable(name: string, reason: string): FerryFailure {
  return new FerryFailure('backup.damaged', 'none', { name, reason });
}

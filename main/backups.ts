import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Backup } from '#app/contract/settings.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import { backupName, readBackupName } from './backup-names.ts';
import { removeFileIfAny } from './files.ts';
import type { PendingRestore } from './restore.ts';

const DAY_MS = 86_400_000;
/** Those beyond this go, oldest first; what a person made stays. */
const MOST_KEPT: Record<Backup['kind'], number> = {
  manual: Number.POSITIVE_INFINITY,
  daily: 14,
  beforeUpdate: 3,
  beforeRestore: 3,
};

export interface BackupsDeps {
  folder: string;
  desk: Pick<Desk, 'backUp' | 'storeError'>;
  isAutomatic: () => boolean;
  pendingRestore: PendingRestore;
  /** Quits in order and starts again. */
  restart: () => void;
  clock: Clock;
  log: Log;
}

export interface Backups {
  list(): Backup[];
  create(): Promise<Backup>;
  /** @throws FerryFailure `request.notFound` for a name that is none of the list. */
  restore(name: string): void;
  dispose(): void;
}

/**
 * Copies of the database, each a whole `ferry.db` that opens by itself: one a day, one before an update changes how the data
 * is kept, what a restored one has replaced, and more by hand.
 */
export function createBackups(deps: BackupsDeps): Backups {
  const { folder, desk, clock, log } = deps;
  let cancelTimer = clock.setTimer(0, keepUp);

  function list(): Backup[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .flatMap(toBackup)
      .sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
  }

  function toBackup(name: string): Backup[] {
    const told = readBackupName(name);
    return told === null ? [] : [{ name, ...told, bytes: statSync(path.join(folder, name)).size }];
  }

  async function write(kind: 'manual' | 'daily'): Promise<Backup> {
    const name = backupName({ at: clock.nowMs(), kind, version: null });
    await desk.backUp(path.join(folder, name));
    const [backup] = toBackup(name);
    if (!backup) throw new Error('The backup was not written.');
    return backup;
  }

  async function makeDue(): Promise<void> {
    const newest = list().find(({ kind }) => kind === 'daily')?.at ?? 0;
    if (!deps.isAutomatic() || desk.storeError() !== null || Math.abs(clock.nowMs() - newest) < DAY_MS) return;
    await write('daily');
    const kept = new Map<Backup['kind'], number>();
    for (const { name, kind } of list()) {
      const count = (kept.get(kind) ?? 0) + 1;
      kept.set(kind, count);
      if (count > MOST_KEPT[kind]) removeFileIfAny(path.join(folder, name));
    }
  }

  function keepUp(): void {
    makeDue().catch((thrown: unknown) => log.warn('backup.failed', { reason: String(thrown) }));
    cancelTimer = clock.setTimer(DAY_MS / 24, keepUp);
  }

  return {
    list,
    create: () => write('manual'),
    restore(name) {
      if (!list().some((backup) => backup.name === name)) {
        throw new FerryFailure('request.notFound', 'This backup is no longer there.', 'none', { name });
      }
      deps.pendingRestore.ask(path.join(folder, name));
      log.info('backup.restoring', { name });
      deps.restart();
    },
    dispose: () => cancelTimer(),
  };
}

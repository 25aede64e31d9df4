import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Backup } from '#app/contract/settings.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import { removeFileIfAny } from './files.ts';
import type { PendingRestore } from './restore.ts';

const DAY_MS = 86_400_000;
/** Automatic ones beyond this go, oldest first; what a person made stays. */
const AUTOMATIC_KEPT = 14;
const NAME = /^ferry-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2})(-auto)?\.db$/;

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

/** Copies of the database: one a day by itself, more by hand, each a whole `ferry.db` that opens by itself. */
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
    const match = NAME.exec(name);
    if (!match?.[1]) return [];
    const [day, time] = match[1].split('T');
    const at = Date.parse(`${day}T${time?.replaceAll('-', ':')}Z`);
    return [{ name, at, bytes: statSync(path.join(folder, name)).size, isAutomatic: match[2] !== undefined }];
  }

  async function write(suffix: '' | '-auto'): Promise<Backup> {
    mkdirSync(folder, { recursive: true });
    const stamp = new Date(clock.nowMs()).toISOString().slice(0, 19).replaceAll(':', '-');
    const name = `ferry-${stamp}${suffix}.db`;
    await desk.backUp(path.join(folder, name));
    const [backup] = toBackup(name);
    if (!backup) throw new Error('The backup was not written.');
    return backup;
  }

  async function makeDue(): Promise<void> {
    const newest = list().find(({ isAutomatic }) => isAutomatic)?.at ?? 0;
    if (!deps.isAutomatic() || desk.storeError() !== null || Math.abs(clock.nowMs() - newest) < DAY_MS) return;
    await write('-auto');
    for (const { name } of list()
      .filter(({ isAutomatic }) => isAutomatic)
      .slice(AUTOMATIC_KEPT)) {
      removeFileIfAny(path.join(folder, name));
    }
  }

  function keepUp(): void {
    makeDue().catch((thrown: unknown) => log.warn('backup.failed', { reason: String(thrown) }));
    cancelTimer = clock.setTimer(DAY_MS / 24, keepUp);
  }

  return {
    list,
    create: () => write(''),
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

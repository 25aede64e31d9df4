import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { backupName } from './backup-names.ts';
import { removeFileIfAny } from './files.ts';
import { createJsonFile } from './json-file.ts';

const requestSchema = z.object({ backup: z.string(), replaced: z.string() });

export interface PendingRestore {
  /** Remembers that `backup` takes the place of the data at the next start. */
  ask(backup: string): void;
  /**
   * Before the database is opened: carries out what was asked. Returns the file the replaced data lies in now, for its
   * outbox to be brought over, or null where nothing was asked. Repeated at the next start until `finish` is called.
   */
  carryOut(): string | null;
  /** The outbox was brought over; what was replaced is a backup from now on, so that it can come back. */
  finish(): void;
}

/** A backup takes the place of the data while no one has it open: between two runs of the app. */
export function createPendingRestore(deps: {
  file: string;
  database: string;
  backupsFolder: string;
  clock: Clock;
  log: Log;
}): PendingRestore {
  const { database, backupsFolder, clock, log } = deps;
  const request = createJsonFile({ ...deps, schema: requestSchema });
  /** Left where it is if it was not closed in order, or is no database: as a backup it would not come back whole. */
  function keepReplaced(replaced: string): void {
    if (!existsSync(replaced) || existsSync(`${replaced}-wal`) || !isDatabase(replaced)) return;
    mkdirSync(backupsFolder, { recursive: true });
    const name = backupName({ at: clock.nowMs(), kind: 'beforeRestore', version: null });
    renameSync(replaced, path.join(backupsFolder, name));
    removeFileIfAny(`${replaced}-shm`);
  }

  return {
    ask: (backup) => request.write({ backup, replaced: `${database}.before-restore-${clock.nowMs()}` }),
    carryOut() {
      const asked = request.read();
      if (asked === null || !existsSync(asked.backup)) return null;
      const { backup, replaced } = asked;
      // The database last: that it lies there says that its journal does.
      for (const suffix of ['-wal', '-shm', '']) {
        if (!existsSync(replaced) && existsSync(database + suffix)) renameSync(database + suffix, replaced + suffix);
      }
      for (const suffix of ['-wal', '-shm']) removeFileIfAny(database + suffix);
      copyFileSync(backup, database);
      log.info('backup.restored', { replaced });
      return existsSync(replaced) ? replaced : null;
    },
    finish() {
      const asked = request.read();
      if (asked === null) return;
      request.remove();
      keepReplaced(asked.replaced);
    },
  };
}

const MAGIC = 'SQLite format 3\0';

function isDatabase(file: string): boolean {
  const start = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start);
  } finally {
    closeSync(descriptor);
  }
  return start.toString('latin1') === MAGIC;
}

import { copyFileSync, existsSync, renameSync } from 'node:fs';
import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
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
  /** The outbox was brought over. */
  finish(): void;
}

/** A backup takes the place of the data while no one has it open: between two runs of the app. */
export function createPendingRestore(deps: { file: string; database: string; clock: Clock; log: Log }): PendingRestore {
  const { database, clock, log } = deps;
  const request = createJsonFile({ ...deps, schema: requestSchema });
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
    finish: request.remove,
  };
}

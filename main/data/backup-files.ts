import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Backup } from '#app/contract/settings.ts';
import { removeFileIfAny } from '../system/atomic-file.ts';
import { backupName, readBackupName } from './backup-names.ts';

/** Suffix of a copy until it is complete and checked. */
export const UNCHECKED = '.unchecked';
const LEFT_OVER = /\.(unchecked|unfinished)(-wal|-shm)?$/;

export interface StoredBackup extends Backup {
  number: number;
  path: string;
}

export interface BackupFiles {
  /** Newest first, by order of creation, not by the clock. */
  list(): StoredBackup[];
  /** A free path for a new backup. */
  newPath(kind: Backup['kind'], atMs: number, version?: number): string;
  remove(backup: StoredBackup): void;
  /** Removes partial files left by a crash or a full disk. */
  removeLeftOvers(): void;
}

/** The backup folder; each backup is a complete `ferry.db` that opens by itself. */
export function createBackupFiles(folder: string): BackupFiles {
  const names = () => (existsSync(folder) ? readdirSync(folder) : []);

  function list(): StoredBackup[] {
    return names()
      .flatMap(toBackup)
      .sort((a, b) => b.number - a.number || b.at - a.at || b.name.localeCompare(a.name));
  }

  function toBackup(name: string): StoredBackup[] {
    const parsed = readBackupName(name);
    const file = path.join(folder, name);
    const stats = parsed && statSync(file, { throwIfNoEntry: false });
    return parsed && stats ? [{ name, ...parsed, bytes: stats.size, path: file }] : [];
  }

  return {
    list,
    newPath(kind, at, version) {
      const number = (list()[0]?.number ?? 0) + 1;
      return path.join(folder, backupName({ at, kind, version: version ?? null, number }));
    },
    remove({ path: file }) {
      for (const suffix of ['', '-wal', '-shm']) removeFileIfAny(file + suffix);
    },
    removeLeftOvers() {
      for (const name of names()) if (LEFT_OVER.test(name)) removeFileIfAny(path.join(folder, name));
    },
  };
}

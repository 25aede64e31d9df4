import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SetAsideFile } from '#app/contract/salvage.ts';

const NAME = /^ferry-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(?:-\d+)?\.db$/;
/** Earlier versions left unsound data that a restored backup had replaced beside the database. */
const EARLIER_NAME = /^ferry\.db\.before-restore-(\d{10,16})$/;

export interface SetAside {
  /** Newest first. */
  list(): SetAsideFile[];
  /** A free path for data set aside now. */
  newPath(atMs: number): string;
}

/** Damaged data, kept complete and indefinitely: a later version may be able to read more of it. */
export function createSetAside({ dataFolder, folder }: { dataFolder: string; folder: string }): SetAside {
  function list(): SetAsideFile[] {
    const found = [...filesOf(folder, timeOf), ...filesOf(dataFolder, earlierTimeOf)];
    return found.sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
  }

  return {
    list,
    newPath(atMs) {
      const stamp = new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-');
      const nameOf = (number: number) => (number === 1 ? `ferry-${stamp}.db` : `ferry-${stamp}-${number}.db`);
      let number = 1;
      while (['', '-wal'].some((suffix) => existsSync(path.join(folder, nameOf(number) + suffix)))) number += 1;
      return path.join(folder, nameOf(number));
    },
  };
}

/** The file that lies there for data at this path: a lost database may have left only its log. */
export function fileThere(file: string): string {
  const log = `${file}-wal`;
  return !existsSync(file) && existsSync(log) ? log : file;
}

function filesOf(folder: string, timeIn: (name: string) => number | null): SetAsideFile[] {
  if (!existsSync(folder)) return [];
  // A lost database may have left only its log.
  const names = new Set(readdirSync(folder).map((name) => name.replace(/-wal$/, '')));
  return [...names].flatMap((name) => {
    const at = timeIn(name);
    const file = path.join(folder, name);
    return at === null ? [] : [{ name, path: file, at, bytes: bytesOf(file) + bytesOf(`${file}-wal`) }];
  });
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function timeOf(name: string): number | null {
  const [isName, day, hour, minute, second] = NAME.exec(name) ?? [];
  return isName === undefined ? null : Date.parse(`${day}T${hour}:${minute}:${second}Z`);
}

function earlierTimeOf(name: string): number | null {
  const [, time] = EARLIER_NAME.exec(name) ?? [];
  return time === undefined ? null : Number(time);
}

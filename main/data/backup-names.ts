import type { Backup } from '#app/contract/settings.ts';

/** What a backup's name encodes: when and why it was made, and its number. */
export interface BackupName extends Pick<Backup, 'at' | 'kind' | 'version'> {
  /** Rises with each backup, independent of the clock; 0 for versions that did not number them. */
  number: number;
}

const NAME = /^ferry-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(-auto|-before-v(\d+)|-replaced)?(?:-n(\d+))?\.db$/;

export function backupName({ at, kind, version, number }: BackupName): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const suffix = { manual: '', daily: '-auto', beforeUpdate: `-before-v${version}`, beforeRestore: '-replaced' }[kind];
  return `ferry-${stamp}${suffix}-n${number}.db`;
}

/** Null if the file is not a backup. */
export function readBackupName(name: string): BackupName | null {
  const [isName, day, hour, minute, second, suffix, version, number = '0'] = NAME.exec(name) ?? [];
  if (isName === undefined) return null;
  return {
    at: Date.parse(`${day}T${hour}:${minute}:${second}Z`),
    kind: kindOf(suffix, version),
    version: version === undefined ? null : Number(version),
    number: Number(number),
  };
}

function kindOf(suffix: string | undefined, version: string | undefined): Backup['kind'] {
  if (version !== undefined) return 'beforeUpdate';
  if (suffix === '-auto') return 'daily';
  return suffix === '-replaced' ? 'beforeRestore' : 'manual';
}

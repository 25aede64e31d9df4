import type { Backup } from '#app/contract/settings.ts';

/** What a backup is told by: when it was made, and why. */
export type BackupName = Pick<Backup, 'at' | 'kind' | 'version'>;

const NAME = /^ferry-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(-auto|-before-v(\d+)|-replaced)?\.db$/;

export function backupName({ at, kind, version }: BackupName): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const suffix = { manual: '', daily: '-auto', beforeUpdate: `-before-v${version}`, beforeRestore: '-replaced' }[kind];
  return `ferry-${stamp}${suffix}.db`;
}

/** Null for a file that is no backup. */
export function readBackupName(name: string): BackupName | null {
  const [isName, day, hour, minute, second, suffix, version] = NAME.exec(name) ?? [];
  if (isName === undefined) return null;
  return {
    at: Date.parse(`${day}T${hour}:${minute}:${second}Z`),
    kind: kindOf(suffix, version),
    version: version === undefined ? null : Number(version),
  };
}

function kindOf(suffix: string | undefined, version: string | undefined): Backup['kind'] {
  if (version !== undefined) return 'beforeUpdate';
  if (suffix === '-auto') return 'daily';
  return suffix === '-replaced' ? 'beforeRestore' : 'manual';
}

import type { Backup } from '#app/contract/settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Automatic backups beyond this number are removed, oldest first; manual ones stay. */
const MOST_KEPT: Record<Backup['kind'], number> = {
  manual: Number.POSITIVE_INFINITY,
  daily: 14,
  beforeUpdate: 3,
  beforeRestore: 3,
};

type Dated = Pick<Backup, 'at' | 'kind'>;

/** Whether the last automatic backup is a day old. Backups dated in the future (a wrong clock) do not count. */
export function isBackupDue(backups: readonly Dated[], nowMs: number): boolean {
  return backups.every(({ kind, at }) => kind !== 'daily' || at > nowMs + HOUR_MS || nowMs - at >= DAY_MS);
}

/**
 * Backups to remove. Clocks can be wrong by years, so the list's order decides; nothing is removed while the last two
 * are less than a day apart or dated in the future.
 * @param backups newest first
 */
export function backupsToRemove<T extends Dated>(backups: readonly T[], nowMs: number): T[] {
  return (Object.keys(MOST_KEPT) as Backup['kind'][]).flatMap((kind) => {
    const counted = backups.filter((backup) => backup.kind === kind && backup.at <= nowMs + DAY_MS);
    return kind === 'daily' && !areDaysApart(counted) ? [] : counted.slice(MOST_KEPT[kind]);
  });
}

function areDaysApart([last, before]: readonly Dated[]): boolean {
  return last === undefined || before === undefined || Math.abs(last.at - before.at) <= 2 * DAY_MS;
}

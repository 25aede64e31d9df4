import type { Backup } from '#app/contract/settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Older automatic backups beyond this number are removed; backups made by hand stay. */
const MOST_KEPT: Record<Backup['kind'], number> = {
  manual: Number.POSITIVE_INFINITY,
  daily: 14,
  beforeUpdate: 3,
  beforeRestore: 3,
};

type Dated = Pick<Backup, 'at' | 'kind'>;

/** Whether a day has passed since any backup that was made by itself. One of the future, by a clock that was wrong, counts for none. */
export function isBackupDue(backups: readonly Dated[], nowMs: number): boolean {
  return backups.every(({ kind, at }) => kind !== 'daily' || at > nowMs + HOUR_MS || nowMs - at >= DAY_MS);
}

/**
 * Backups to remove. Clocks can be wrong by years, so the order is that of the
 * list; and where the last two are not a day apart, or lie in what now is the future, nothing goes until they are.
 * @param backups the one made last first
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

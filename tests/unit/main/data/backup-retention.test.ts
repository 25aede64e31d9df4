import { describe, expect, it } from 'vitest';
import { backupsToRemove, isBackupDue } from '../../../../main/data/backup-retention.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const START_MS = Date.UTC(2026, 5, 1, 9);

interface Made {
  at: number;
  kind: 'daily';
  madeAtMs: number;
}

/** Runs for so many hours as the desk does; `clockErrorMs` says by how much the clock is wrong at an hour. */
function backupsAfter(hours: number, clockErrorMs: (hour: number) => number): Made[] {
  let backups: Made[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const madeAtMs = START_MS + hour * HOUR_MS;
    const nowMs = madeAtMs + clockErrorMs(hour);
    if (!isBackupDue(backups, nowMs)) continue;
    backups = [{ at: nowMs, kind: 'daily', madeAtMs }, ...backups];
    const gone = new Set(backupsToRemove(backups, nowMs));
    backups = backups.filter((backup) => !gone.has(backup));
  }
  return backups;
}

/** Days on which, in truth, one of these was made, of the last fourteen. */
function daysCovered(backups: readonly Made[], hours: number): number {
  const age = (backup: Made) => Math.floor((START_MS + (hours - 1) * HOUR_MS - backup.madeAtMs) / DAY_MS);
  return new Set(backups.map(age).filter((days) => days < 14)).size;
}

describe('fourteen days of backups are kept', () => {
  it('with a correct clock, one per day', () => {
    const backups = backupsAfter(30 * 24, () => 0);
    expect(backups).toHaveLength(14);
    expect(daysCovered(backups, 30 * 24)).toBe(14);
  });

  const wrongForTwoHours = [YEAR_MS, -YEAR_MS, 3 * DAY_MS, -3 * DAY_MS];
  it.each(wrongForTwoHours)('if the clock is wrong by %i ms for two hours', (error) => {
    const wrongAt = 20 * 24 + 5;
    const clockErrorMs = (hour: number) => (hour >= wrongAt && hour < wrongAt + 2 ? error : 0);
    for (let hours = wrongAt; hours < wrongAt + 20 * 24; hours += 1) {
      expect(daysCovered(backupsAfter(hours, clockErrorMs), hours), `after ${hours} hours`).toBeGreaterThanOrEqual(13);
    }
  });

  it('if the clock stays wrong from some day on', () => {
    const hours = 60 * 24;
    const backups = backupsAfter(hours, (hour) => (hour > 20 * 24 ? YEAR_MS : 0));
    expect(daysCovered(backups, hours)).toBeGreaterThanOrEqual(13);
    expect(backups.length).toBeLessThan(18);
  });

  it('if the clock jumps back and forth all day', () => {
    const hours = 21 * 24;
    const backups = backupsAfter(hours, (hour) => (hour > 20 * 24 && hour % 2 === 0 ? YEAR_MS : 0));
    expect(daysCovered(backups, hours)).toBeGreaterThanOrEqual(13);
  });
});

it('of copies from before updates, and of replaced data, the last three are kept; all copies made by a person are kept', () => {
  const made = (['beforeUpdate', 'beforeRestore', 'manual'] as const).flatMap((kind) =>
    [5, 4, 3, 2, 1].map((day) => ({ kind, at: START_MS + day * HOUR_MS, name: `${kind} ${day}` })),
  );
  expect(backupsToRemove(made, START_MS + DAY_MS).map(({ name }) => name)).toEqual([
    'beforeUpdate 2',
    'beforeUpdate 1',
    'beforeRestore 2',
    'beforeRestore 1',
  ]);
});

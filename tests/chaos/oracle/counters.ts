import type { Act } from '../ledger.ts';
import { keyOf, type ServerRows } from './read.ts';

const MOST_UNKNOWN = 14;

/**
 * Counters must be what all saved edits added, each once. An edit whose desk was killed before it could say that it is
 * saved may count or not.
 */
export function findWrongSums(acts: readonly Act[], server: ServerRows, counters: readonly string[]): string[] {
  return counters.flatMap((recordId) => {
    const differences = acts.flatMap((act) =>
      act.changes.flatMap((change) => {
        if (change.recordId !== recordId || change.operation !== 'update') return [];
        const before = act.screens.find((screen) => screen.recordId === recordId)?.data?.minutesSpent;
        return [{ isSaved: act.isSaved, amount: Number(change.data.minutesSpent) - Number(before) }];
      }),
    );
    const sum = differences.filter(({ isSaved }) => isSaved).reduce((total, { amount }) => total + amount, 0);
    const unknown = differences.filter(({ isSaved }) => !isSaved).map(({ amount }) => amount);
    const found = Number(server.records.get(keyOf('tasks', recordId))?.data.minutesSpent);
    if (sumsOf(sum, unknown.slice(0, MOST_UNKNOWN)).has(found)) return [];
    return [`${recordId} is ${found}; ${sum} were added, and perhaps ${unknown.join(', ') || 'nothing'} more`];
  });
}

function sumsOf(sum: number, unknown: readonly number[]): Set<number> {
  const sums = new Set([sum]);
  for (const amount of unknown) for (const each of [...sums]) sums.add(each + amount);
  return sums;
}

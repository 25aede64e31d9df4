import { MAX_UNANSWERED } from '#app/contract/protocol.ts';
import type { Store } from '../store.ts';
import { type JournalFact, putsOf } from './read.ts';
import { isUnfinished } from './record.ts';

/**
 * Restores changes that the database does not know or knows in an older state. Never adds one that it has in any state
 * or has a receipt of. Runs in the caller's transaction.
 * @param facts what the database may have lost
 * @returns the number of changes restored
 */
export function replay(
  store: Pick<Store, 'queue' | 'receipts' | 'cache' | 'schema'>,
  facts: ReadonlyMap<string, JournalFact>,
): number {
  const { queue, receipts, cache, schema } = store;
  const isKnown = (changeId: string): boolean => queue.find(changeId) !== undefined || receipts.has(changeId);

  function refold(change: { table: string; recordId: string }): void {
    if (schema.entity(change.table)) cache.refold(change.table, change.recordId);
  }

  /** The unfinished change of the database that this one replaced, if it still exists. */
  function replacedBy(changeId: string): string | undefined {
    for (const [earlier, fact] of facts) {
      if (!('end' in fact) || fact.end.reason !== 'replaced' || fact.end.by !== changeId) continue;
      const row = queue.find(earlier);
      if (row && isUnfinished(row)) return earlier;
      const before = row ? undefined : replacedBy(earlier);
      if (before !== undefined) return before;
    }
    return undefined;
  }

  /** The change that carries this one's content in the end. */
  function carrierOf(changeId: string): string {
    const fact = facts.get(changeId);
    return fact && 'end' in fact && fact.end.reason === 'replaced' ? carrierOf(fact.end.by) : changeId;
  }

  let count = 0;
  for (const change of putsOf(facts.values())) {
    if (isKnown(change.changeId)) continue;
    const replaced = replacedBy(change.changeId);
    if (replaced === undefined) queue.bringBack(change);
    else queue.bringBackFor(replaced, change);
    count += 1;
    // One round names at most this many; later rounds ask for the rest.
    if (count <= MAX_UNANSWERED) queue.markSent([change.changeId]);
    refold(change);
  }
  for (const [changeId, fact] of facts) {
    const row = 'end' in fact ? queue.find(changeId) : undefined;
    if (!('end' in fact) || !row || row.synced || !isUnfinished(row)) continue;
    const carrier = carrierOf(changeId);
    if (fact.end.reason === 'discarded') queue.setState(changeId, 'discarded');
    else if (carrier !== changeId && isKnown(carrier)) queue.markCarried(changeId, carrier);
    else continue;
    refold(row);
  }
  return count;
}

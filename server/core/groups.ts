import type { Change } from '#app/contract/protocol.ts';

/**
 * Changes applied together or not at all. `isTorn`: the same transaction occurred earlier in this round, with others in
 * between.
 */
export interface ChangeGroup {
  changes: Change[];
  isTorn: boolean;
}

/** Splits a round into its transactions, in order; a change without one is its own group. */
export function groupChanges(changes: readonly Change[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  const seen = new Set<string>();
  let openTxn: string | undefined;
  for (const change of changes) {
    const group = groups.at(-1);
    if (group && change.txnId !== undefined && change.txnId === openTxn) {
      group.changes.push(change);
      continue;
    }
    openTxn = change.txnId;
    groups.push({ changes: [change], isTorn: change.txnId !== undefined && seen.has(change.txnId) });
    if (change.txnId !== undefined) seen.add(change.txnId);
  }
  return groups;
}

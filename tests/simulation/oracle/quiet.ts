import { type MergePolicy, policyOf, type Schema, sameJson } from '#app/schema/index.ts';
import type { World } from '../world.ts';
import type { Ledger, Sending } from './ledger.ts';
import { type ActivityFacts, recordKey, type ServerFacts } from './rows.ts';

const SETTLED_BY_ORIGIN = new Set<MergePolicy>(['server', 'mine', 'ask']);

/**
 * Of two edits of a field that are offered again after a restore, the one that had come last wins, and nobody is asked.
 * This is about needless questions; whether anything is lost is the business of `losses.ts`.
 */
export function checkReofferedQuietly(world: World, schema: Schema, ledger: Ledger, facts: ServerFacts): void {
  const isOnlyOfferedAgain = (sending: Sending | undefined): boolean =>
    sending?.change.operation === 'update' &&
    sending.offeredIn.again.has(facts.epoch) &&
    !sending.offeredIn.first.has(facts.epoch);
  for (const [changeId, { conflict, version }] of facts.acks) {
    const sending = ledger.sent(changeId);
    if (!sending || !conflict || version === undefined || !isOnlyOfferedAgain(sending)) continue;
    const { table, recordId } = sending.change;
    const entity = schema.entity(table);
    for (const { field, theirs } of conflict.fields) {
      if (!entity || field === '*' || !SETTLED_BY_ORIGIN.has(policyOf(entity, field))) continue;
      const met = facts.activity.findLast(
        (entry) => isWriteOf(entry, table, recordId, field, theirs) && entry.seq <= version,
      );
      // What lies over a value that is new may have been put there by somebody who has not seen it: then it is worth asking.
      const isOverNew = facts.activity.some(
        (entry) =>
          met !== undefined &&
          entry.seq < met.seq &&
          isWriteOf(entry, table, recordId, field) &&
          ledger.sent(entry.changeId)?.offeredIn.first.has(facts.epoch),
      );
      if (met && !isOverNew && isOnlyOfferedAgain(ledger.sent(met.changeId)))
        world.fail('two edits offered again meet quietly', { field, conflict, change: sending.change, met });
    }
  }
}

/** @param value undefined for any */
function isWriteOf(entry: ActivityFacts, table: string, recordId: string, field: string, value?: unknown): boolean {
  if (recordKey(entry.table, entry.recordId) !== recordKey(table, recordId)) return false;
  const written = entry.fields?.[field];
  if (written === undefined || value === undefined) return written !== undefined;
  return sameJson(written.to as Parameters<typeof sameJson>[0], value as Parameters<typeof sameJson>[0]);
}

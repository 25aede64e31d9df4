import type { Change } from '#app/contract/protocol.ts';
import type { DeskHost } from '../desk-host.ts';
import type { World } from '../world.ts';
import { cachedRows, type QueueFacts, queueRows, recordKey } from './rows.ts';

/**
 * What must hold of a round that sets out: nothing in it needs a record whose insert this desk itself holds back, unless it
 * was under way before the insert was refused, and its answer has to be asked for.
 */
export function checkSent(world: World, host: DeskHost, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const heldBack = new Map<string, QueueFacts>();
  for (const insert of queueRows(host, "operation = 'insert' AND state = 'parked'")) {
    const isThere = cachedRows(host, insert.table, insert.recordId).get(insert.recordId)?.shadow != null;
    if (!isThere) heldBack.set(recordKey(insert.table, insert.recordId), insert);
  }
  if (heldBack.size === 0) return;
  for (const change of changes.filter(({ changeId }) => isFirstAttempt(host, changeId))) {
    for (const key of neededBy(host, change)) {
      const insert = heldBack.get(key);
      if (insert)
        world.fail('nothing is sent that needs a record which is held back', { host: host.name, change, insert });
    }
  }
}

/** The records a change needs to be there: its own, unless it makes it, and those it names. */
export function neededBy(
  host: DeskHost,
  { table, recordId, operation, data }: Pick<Change, 'table' | 'recordId' | 'operation' | 'data'>,
): string[] {
  const named = Object.entries(host.schema().entity(table)?.fields ?? {}).flatMap(([field, { references }]) =>
    references !== undefined && data[field] != null ? [recordKey(references, String(data[field]))] : [],
  );
  return operation === 'insert' ? named : [recordKey(table, recordId), ...named];
}

function isFirstAttempt(host: DeskHost, changeId: string): boolean {
  return queueRows(host, 'change_id = ?', [changeId]).every(({ attempts }) => attempts <= 1);
}

import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Random } from '#app/contract/ports.ts';
import type { Ack } from '#app/contract/protocol.ts';
import { rewriteReversed } from '#app/store/overtaken-changes.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { AwaitedRecord } from '#app/store/state.ts';
import type { Store } from '#app/store/store.ts';
import type { Parked } from '../edits/parked.ts';
import { BACKOFF_MAX_MS, backoffDelay } from '../status/backoff.ts';

/** Prevents an endless run if a server asks for an immediate retry. */
const RETRY_MIN_MS = 1_000;

/** Totals of the acks of one or more rounds. */
export interface AckTally {
  synced: number;
  merged: number;
  conflicts: number;
  parked: number;
}

/** Totals of complete rounds. */
export interface RoundTally extends AckTally {
  pulled: number;
}

export type Acks = ReturnType<typeof createAcks>;

/** Stores the server's answers: shadow, queue and outcome together. Every method runs in the caller's transaction. */
export function createAcks({
  store,
  parked,
  clock,
  random,
}: {
  store: Pick<Store, 'queue' | 'cache' | 'conflicts' | 'state' | 'schema'>;
  parked: Parked;
  clock: Clock;
  random: Random;
}) {
  const { queue, cache, conflicts, state } = store;

  function settle(row: QueueRow, ack: Ack): void {
    const isConflict = ack.outcome === 'conflict';
    queue.acknowledge(row, { outcome: ack.outcome, version: ack.version ?? 0, at: clock.nowMs(), isConflict });
    rewriteReversed(queue, cache.entityOf(row.table), row, ack.record?.data ?? {});
    if (ack.conflict) conflicts.add(ack.conflict, row, clock.nowMs());
    if (ack.record && cache.moveShadow(ack.record)) return;
    noteAwaited(row, ack.version ?? 0);
    cache.refold(row.table, row.recordId);
  }

  /**
   * A response contains a limited number of records; the feed sends the others. The cursor does not tell which: a
   * record written again meanwhile arrives only in its newest version.
   */
  function noteAwaited({ changeId, table, recordId }: QueueRow, version: number): void {
    const others = state.get('awaited').filter((each) => each.changeId !== changeId && isStillAwaited(each));
    const awaited = { changeId, table, recordId, version };
    if (others.length < state.get('awaited').length || isStillAwaited(awaited))
      state.set({ awaited: isStillAwaited(awaited) ? [...others, awaited] : others });
  }

  function isStillAwaited({ table, recordId, version }: AwaitedRecord): boolean {
    return version > (cache.row(table, recordId)?.version ?? 0);
  }

  function postpone(row: QueueRow, ack: Ack): void {
    const askedMs = ack.retryAfterMs ?? backoffDelay(row.attempts, random);
    const delayMs = Math.max(RETRY_MIN_MS, Math.min(askedMs, BACKOFF_MAX_MS));
    queue.postpone(row.changeId, clock.nowMs() + delayMs, ack.code ? errorOf(ack) : null);
    if (ack.record) cache.moveShadow(ack.record);
  }

  /** Nobody waits for this answer any more, but the feed omits its record, so the ack's copy is stored. */
  function takeRecord({ record }: Ack): void {
    if (record && store.schema.entity(record.table)) cache.moveShadow(record);
  }

  return {
    /** Applies one ack; a repeated ack changes only the shadow, which only moves forward. Adds to `tally`. */
    apply(ack: Ack, tally: AckTally): void {
      const row = queue.find(ack.changeId);
      if (!row || row.synced || row.state === 'discarded') {
        takeRecord(ack);
        return;
      }
      if (ack.record && (ack.record.table !== row.table || ack.record.recordId !== row.recordId))
        throw otherRecord(ack);
      switch (ack.outcome) {
        case 'applied':
        case 'duplicate':
          settle(row, ack);
          tally.synced += 1;
          return;
        case 'merged':
          settle(row, ack);
          tally.synced += 1;
          tally.merged += 1;
          return;
        case 'conflict':
          settle(row, ack);
          tally.synced += 1;
          tally.conflicts += 1;
          return;
        case 'retry':
          postpone(row, ack);
          return;
        case 'rejected':
        case 'blocked':
          if (ack.record) cache.moveShadow(ack.record);
          tally.parked += parked.park(row, errorOf(ack), ack.blockedBy ?? null);
      }
    },
  };
}

function otherRecord({ changeId }: Ack): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'wait', {
    changeId,
  });
}

function errorOf(ack: Ack): FerryError {
  return {
    code: ack.code ?? (ack.outcome === 'blocked' ? 'sync.blocked' : 'sync.rejected'),
    action: ack.action ?? 'fix',
    ...(ack.fieldErrors ? { details: { fields: ack.fieldErrors } } : {}),
  };
}

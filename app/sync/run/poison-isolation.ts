import type { FerryError } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import { isTooLargeToRead } from '#app/transport/body.ts';
import type { Parked } from '../edits/parked.ts';
import type { RoundTally } from './acks.ts';
import type { BatchSize } from './batch-size.ts';
import { createFailureCounter } from './failure-counter.ts';

/** One failure is an accident; the second of the same batch makes it suspect. */
const FAILURES_TO_SUSPECT = 2;

export interface PoisonIsolationOptions {
  store: Pick<Store, 'queue' | 'transaction'>;
  clock: Clock;
  parked: Parked;
  batchSize: BatchSize;
  feedSize: BatchSize;
  /** Whether the server answers a round without changes; if not, the network or the server is at fault. */
  worksWithoutChanges: (tally: RoundTally) => Promise<boolean>;
}

export type PoisonIsolation = ReturnType<typeof createPoisonIsolation>;

/**
 * Reacts to failed rounds: smaller batches where large ones fail, down to the one poison change,
 * which is parked; fewer records a page where a page is too much.
 */
export function createPoisonIsolation({
  store,
  clock,
  parked,
  batchSize,
  feedSize,
  worksWithoutChanges,
}: PoisonIsolationOptions) {
  const failureCounter = createFailureCounter(clock);
  let failures = 0;

  function groupsOf({ changes }: SyncRequest): number {
    return new Set(changes.map((change) => change.txnId ?? change.changeId)).size;
  }

  /** The server refused the request before reading it, so nothing was applied. */
  async function refused(request: SyncRequest, groups: number, error: FerryError, tally: RoundTally): Promise<boolean> {
    if (groups === 0) return false;
    store.transaction(() => store.queue.markUnsent(request.changes.map(({ changeId }) => changeId)));
    if (groups === 1) return await parkUnlessServerFails(request, error, tally);
    batchSize.halve(groups);
    return true;
  }

  async function failedOver(request: SyncRequest, groups: number, error: FerryError, tally: RoundTally) {
    failures += 1;
    if (groups === 0 || failures < FAILURES_TO_SUSPECT) return false;
    if (groups === 1) return await parkUnlessServerFails(request, error, tally);
    if (!(await worksWithoutChanges(tally))) return false;
    batchSize.halve(groups);
    return true;
  }

  /**
   * The call broke off or hung. On a slow link smaller batches may succeed, which proves nothing about a change; the
   * batch is at fault only if rounds without changes succeed before and after.
   */
  async function gotNoAnswer(
    request: SyncRequest,
    groups: number,
    hasJustWorked: boolean,
    error: FerryError,
    tally: RoundTally,
  ) {
    const isTimeout = error.code === 'network.timeout';
    if (groups === 0) {
      failureCounter.onNetworkFailure();
      if (isTimeout) feedSize.timedOut(request.limit ?? 1);
      return false;
    }
    const isLowered = isTimeout && batchSize.timedOut(groups);
    if (!hasJustWorked) return false;
    if (!(await worksWithoutChanges(tally))) {
      failureCounter.onNetworkFailure();
      return false;
    }
    // Only the response was lost; a later round brought it.
    if (request.changes.every(({ changeId }) => store.queue.find(changeId)?.synced)) return true;
    if (groups > 1) return isLowered || (!isTimeout && isSearched(groups));
    if (!failureCounter.countSingle(request.changes[0]?.changeId ?? '')) return false;
    failureCounter.onParked();
    store.transaction(() => park(request, error, tally));
    return true;
  }

  function isSearched(groups: number): boolean {
    if (!failureCounter.countBatch()) return false;
    batchSize.halve(groups);
    return true;
  }

  /**
   * Parks the only change of a batch if the server works without it and has no answer for it, so that it was not
   * applied.
   */
  async function parkUnlessServerFails(suspect: SyncRequest, error: FerryError, tally: RoundTally): Promise<boolean> {
    if (!(await worksWithoutChanges(tally))) return false;
    store.transaction(() => park(suspect, error, tally));
    return true;
  }

  /** A change that was coalesced or discarded during the call no longer belongs to this batch. */
  function park(request: SyncRequest, error: FerryError, tally: RoundTally): void {
    for (const { changeId } of request.changes) {
      const row = store.queue.find(changeId);
      const isWaiting = row?.state === 'pending' || row?.state === 'sent';
      if (isWaiting && !row.synced) tally.parked += parked.park(row, { ...error, action: 'retry' }, null);
    }
  }

  return {
    /**
     * Adjusts the next round after a failed one. Returns true if the run can continue at once.
     * @param hasJustWorked whether the previous round succeeded
     */
    async onFailure(
      error: FerryError,
      request: SyncRequest,
      hasJustWorked: boolean,
      tally: RoundTally,
    ): Promise<boolean> {
      const groups = groupsOf(request);
      if (isTooLargeToRead(error)) return feedSize.tooMuch(request.limit ?? 1);
      switch (error.code) {
        case 'request.tooLarge':
        case 'request.invalid':
          return await refused(request, groups, error, tally);
        case 'server.failed':
          return await failedOver(request, groups, error, tally);
        case 'network.timeout':
        case 'network.failed':
          return await gotNoAnswer(request, groups, hasJustWorked, error, tally);
        default:
          return false;
      }
    },

    /** An answer to this round was stored. */
    onSuccess(request: SyncRequest): void {
      feedSize.succeeded();
      if (request.changes.length === 0) return;
      batchSize.succeeded();
      failureCounter.reset();
      // While batches are still small, the poison change may be in the next one.
      if (batchSize.isFull()) failures = 0;
    },
  };
}

import { type FerryError, FerryFailure, type Result } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import { MAX_BATCH_SIZE, type SyncRequest, type SyncResponse } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import type { Acks, AckTally } from './acks.ts';
import { checkAnswer } from './answer.ts';
import type { Apply } from './apply.ts';
import { createBatchSize } from './batch-size.ts';
import { nextBatch } from './outbox.ts';
import type { Parked } from './parked.ts';
import { applyReset } from './reset.ts';

const FEED_LIMIT = 500;
/** One failure is an accident; the second of the same batch makes it suspect. */
const FAILURES_TO_SUSPECT = 2;

export interface RoundOptions {
  store: Store;
  clock: Clock;
  ids: IdSource;
  log: Log;
  acks: Acks;
  parked: Parked;
  apply: Apply;
  /** One call with its deadline. */
  send: (request: SyncRequest) => Promise<Result<SyncResponse>>;
  onProgress: (sent: number) => void;
}

export interface RoundTally extends AckTally {
  pulled: number;
}

export interface RoundResult {
  more: boolean;
  /** The server's digest at the cursor, when nothing more is to come. */
  digest: SyncResponse['digest'];
  /** False where no answer was stored; the run goes on, with another batch or under another name. */
  isConcluded: boolean;
}

export const NOT_CONCLUDED: RoundResult = { more: true, digest: undefined, isConcluded: false };

export type Rounds = ReturnType<typeof createRounds>;

/**
 * One round: a batch out, its acks and a page of the feed in. Keeps the batch small where large ones fail, down to the
 * one change that is to blame, which is parked; the batch grows again with every success.
 */
export function createRounds({ store, clock, ids, log, acks, parked, apply, send, onProgress }: RoundOptions) {
  const batchSize = createBatchSize(MAX_BATCH_SIZE);
  let failures = 0;

  /** Marks what is sent before it is sent, on the disk: whatever happens next, it is known that an answer may exist. */
  function prepare(batchLimit: number): SyncRequest {
    return store.transaction(() => {
      const { state, queue, schema } = store;
      const { changes, unanswered } = nextBatch(store, ids, { limit: batchLimit, now: clock.nowMs() });
      queue.markSent(changes.map(({ changeId }) => changeId));
      const round = state.get('round') + 1;
      state.set({ round });
      return {
        deviceId: state.get('deviceId'),
        ticket: state.get('ticket'),
        round,
        epoch: state.get('epoch'),
        schema: schema.version,
        cursor: state.get('cursor'),
        ackedThrough: state.get('ackedThrough'),
        unanswered,
        changes,
        limit: FEED_LIMIT,
      };
    });
  }

  async function conclude(request: SyncRequest, answer: SyncResponse, tally: RoundTally): Promise<RoundResult> {
    if (answer.round !== request.round || request.round !== store.state.get('round')) throw lateAnswer();
    checkAnswer(request, answer);
    store.transaction(() => {
      for (const ack of answer.acks) acks.apply(ack, tally);
      store.state.set({ ticket: answer.ticket, ackedThrough: request.round });
      if (answer.reset) applyReset(store, answer, log);
    });
    if (answer.reset) return { more: true, digest: undefined, isConcluded: true };
    onProgress(request.changes.length);
    tally.pulled += await apply(answer.feed, 'feed', () => store.state.set({ cursor: answer.cursor }));
    return { more: answer.more, digest: answer.digest, isConcluded: true };
  }

  /** How a failed round changes the next one. Returns true where the run can go on at once. */
  async function learn(error: FerryError, request: SyncRequest, tally: RoundTally): Promise<boolean> {
    const groups = new Set(request.changes.map((change) => change.txnId ?? change.changeId)).size;
    const carried = request.changes.map(({ changeId }) => changeId);
    switch (error.code) {
      case 'request.tooLarge':
      case 'request.invalid':
        if (groups === 0) return false;
        // Refused before anything was read of it, so nothing of it was applied.
        store.transaction(() => store.queue.markUnsent(carried));
        if (groups === 1) return await convict(request, error, tally);
        batchSize.halve(groups);
        return true;
      case 'server.failed':
        failures += 1;
        if (groups === 0 || failures < FAILURES_TO_SUSPECT) return false;
        if (groups === 1) return await convict(request, error, tally);
        if (!(await worksWithoutChanges(tally))) return false;
        batchSize.halve(groups);
        return true;
      case 'network.timeout':
        // A slow link may carry less; it says nothing against any change.
        batchSize.timedOut(groups);
        return false;
      default:
        return false;
    }
  }

  /** Whether the server answers a round that carries nothing; else it is the server that is to blame. */
  async function worksWithoutChanges(tally: RoundTally): Promise<boolean> {
    const request = prepare(0);
    const result = await send(request);
    if (result.ok) await conclude(request, result.value, tally);
    return result.ok;
  }

  /** Parks the one change of a batch if the server works without it, and has no answer for it: it was not applied. */
  async function convict(suspect: SyncRequest, error: FerryError, tally: RoundTally): Promise<boolean> {
    if (!(await worksWithoutChanges(tally))) return false;
    store.transaction(() => parkCulprit(suspect, error, tally));
    return true;
  }

  function parkCulprit(request: SyncRequest, error: FerryError, tally: RoundTally): void {
    for (const { changeId } of request.changes) {
      const row = store.queue.find(changeId);
      if (row && !row.synced) tally.parked += parked.park(row, { ...error, action: 'retry' }, null);
    }
  }

  return {
    /**
     * @param isPullOnly names what is unanswered instead of carrying it.
     * @throws FerryFailure with the code of what failed; the store is then as before, but for what was marked sent.
     */
    async exchange(isPullOnly: boolean, tally: RoundTally): Promise<RoundResult> {
      const request = prepare(isPullOnly ? 0 : batchSize.current());
      const result = await send(request);
      if (!result.ok) {
        if (await learn(result.error, request, tally)) return NOT_CONCLUDED;
        throw new FerryFailure(result.error.code, result.error.message, result.error.action, result.error.details);
      }
      const concluded = await conclude(request, result.value, tally);
      if (request.changes.length > 0) {
        batchSize.succeeded();
        // While batches are still small the culprit may be in the next one.
        if (batchSize.isFull()) failures = 0;
      }
      return concluded;
    },
  };
}

function lateAnswer(): FerryFailure {
  return new FerryFailure('sync.staleRound', 'An answer came too late and was dropped; Ferry will ask again.', 'wait');
}

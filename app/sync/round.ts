import { FerryFailure, type Result } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import { MAX_BATCH_SIZE, type SyncRequest, type SyncResponse } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import type { Acks, RoundTally } from './acks.ts';
import { checkAnswer } from './answer.ts';
import type { Apply } from './apply.ts';
import { createBatchSize } from './batch-size.ts';
import { createBlame } from './blame.ts';
import { nextBatch } from './outbox.ts';
import type { Parked } from './parked.ts';
import { refoldSome } from './refold.ts';
import { applyReset } from './reset.ts';
import type { Slices } from './slices.ts';

const FEED_LIMIT = 500;

export interface RoundOptions {
  store: Store;
  clock: Clock;
  ids: IdSource;
  log: Log;
  acks: Acks;
  parked: Parked;
  apply: Apply;
  inSlices: Slices;
  /** One call with its deadline. */
  send: (request: SyncRequest) => Promise<Result<SyncResponse>>;
  onProgress: (sent: number) => void;
}

export interface RoundResult {
  more: boolean;
  /** The server's digest at the cursor, when nothing more is to come. */
  digest: SyncResponse['digest'];
  /** Up to where the server has forgotten tombstones. */
  horizon: number;
  /** False where no answer was stored; the run goes on, with another batch or under another name. */
  isConcluded: boolean;
  /** Whether it carried or brought anything. */
  isEmpty: boolean;
}

export const NOT_CONCLUDED: RoundResult = {
  more: true,
  digest: undefined,
  horizon: 0,
  isConcluded: false,
  isEmpty: false,
};

export type Rounds = ReturnType<typeof createRounds>;

/** One round: a batch out, its acks and a page of the feed in; as much of both as has shown to get through. */
export function createRounds({
  store,
  clock,
  ids,
  log,
  acks,
  parked,
  apply,
  inSlices,
  send,
  onProgress,
}: RoundOptions) {
  const batchSize = createBatchSize(MAX_BATCH_SIZE);
  const feedSize = createBatchSize(FEED_LIMIT);
  const blame = createBlame({ store, clock, parked, batchSize, feedSize, worksWithoutChanges });
  let hasJustWorked = false;
  let isUploadFailing = false;

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
        limit: feedSize.current(),
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
    noteSuccess(request);
    if (answer.reset) {
      await inSlices(() => refoldSome(store));
      return { ...NOT_CONCLUDED, isConcluded: true };
    }
    onProgress(request.changes.length);
    tally.pulled += await apply(answer.feed, 'feed', () => store.state.set({ cursor: answer.cursor }));
    const isEmpty = request.changes.length === 0 && answer.acks.length === 0 && answer.feed.length === 0;
    return { more: answer.more, digest: answer.digest, horizon: answer.horizon ?? 0, isConcluded: true, isEmpty };
  }

  function noteSuccess(request: SyncRequest): void {
    hasJustWorked = true;
    if (request.changes.length > 0) isUploadFailing = false;
    blame.acquit(request);
  }

  /** Whether the server answers a round that carries nothing; else it is the server that is to blame. */
  async function worksWithoutChanges(tally: RoundTally): Promise<boolean> {
    const request = prepare(0);
    const result = await send(request);
    if (!result.ok) return false;
    await conclude(request, result.value, tally);
    // Of another data set there is nothing to be said yet.
    return result.value.reset === undefined;
  }

  return {
    /**
     * @param isPullOnly names what is unanswered instead of carrying it.
     * @throws FerryFailure with the code of what failed; the store is then as before, but for what was marked sent.
     */
    async exchange(isPullOnly: boolean, tally: RoundTally): Promise<RoundResult> {
      const request = prepare(isPullOnly ? 0 : batchSize.current());
      if (request.changes.length > 0) isUploadFailing = true;
      const result = await send(request);
      if (result.ok) return await conclude(request, result.value, tally);
      const hadJustWorked = hasJustWorked;
      hasJustWorked = false;
      if (await blame.learn(result.error, request, hadJustWorked, tally)) return NOT_CONCLUDED;
      throw new FerryFailure(result.error.code, result.error.message, result.error.action, result.error.details);
    },

    /**
     * A run begins. Returns whether the last batch did not get through: downloads then come first, so that it cannot
     * hold them up.
     */
    begin(): boolean {
      hasJustWorked = false;
      return isUploadFailing;
    },
  };
}

function lateAnswer(): FerryFailure {
  return new FerryFailure('sync.staleRound', 'An answer came too late and was dropped; Ferry will ask again.', 'wait');
}

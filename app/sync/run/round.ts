import { FerryFailure, type Result } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import type { Parked } from '../edits/parked.ts';
import { refoldSome } from '../edits/refold.ts';
import type { SyncLimits } from '../limits.ts';
import type { Acks, RoundTally } from './acks.ts';
import type { Apply } from './apply.ts';
import { createBatchSize } from './batch-size.ts';
import { checkAnswer } from './check-response.ts';
import { nextBatch } from './outbox.ts';
import { createPoisonIsolation } from './poison-isolation.ts';
import { applyReset } from './reset.ts';
import type { Slices } from './time-slices.ts';

export interface RoundOptions {
  store: Pick<Store, 'state' | 'queue' | 'cache' | 'conflicts' | 'schema' | 'digests' | 'transaction'>;
  clock: Clock;
  ids: IdSource;
  log: Log;
  acks: Acks;
  parked: Parked;
  apply: Apply;
  inSlices: Slices;
  limits: Pick<SyncLimits, 'batchSize' | 'feedSize'>;
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
  /** False where no answer was stored; the run goes on with another batch or another device id. */
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

/** One round: uploads a batch, stores its acks and a page of the feed. Sizes adapt to what got through before. */
export function createRounds({
  store,
  clock,
  ids,
  log,
  acks,
  parked,
  apply,
  inSlices,
  limits,
  send,
  onProgress,
}: RoundOptions) {
  const batchSize = createBatchSize(limits.batchSize);
  const feedSize = createBatchSize(limits.feedSize);
  const poisonIsolation = createPoisonIsolation({ store, clock, parked, batchSize, feedSize, worksWithoutChanges });
  let hasJustWorked = false;
  let isUploadFailing = false;

  /** Durably marks changes as sent before sending them, so that after a crash the desk knows an answer may exist. */
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
    poisonIsolation.onSuccess(request);
  }

  /** Whether the server answers a round without changes; if not, the server is at fault. */
  async function worksWithoutChanges(tally: RoundTally): Promise<boolean> {
    const request = prepare(0);
    const result = await send(request);
    if (!result.ok) return false;
    await conclude(request, result.value, tally);
    // The answer is of another data set; there is nothing to compare yet.
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
      if (await poisonIsolation.onFailure(result.error, request, hadJustWorked, tally)) return NOT_CONCLUDED;
      throw new FerryFailure(result.error.code, result.error.action, result.error.details);
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
  return new FerryFailure('sync.staleRound', 'wait');
}

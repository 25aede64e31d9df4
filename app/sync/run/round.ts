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
import { checkResponse } from './check-response.ts';
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
  /** The server's digest at the cursor, if nothing more is to come. */
  digest: SyncResponse['digest'];
  /** Sequence up to which the server has removed tombstones. */
  horizon: number;
  /** False if no response was stored; the run continues with another batch or device id. */
  isConcluded: boolean;
  /** Whether it neither sent nor received anything. */
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

/** One round: uploads a batch, stores its acks and a page of the feed. Sizes adapt to earlier results. */
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

  /** Durably marks changes as sent before sending them, so that after a crash the desk knows a response may exist. */
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

  async function conclude(request: SyncRequest, response: SyncResponse, tally: RoundTally): Promise<RoundResult> {
    if (response.round !== request.round || request.round !== store.state.get('round')) throw staleResponse();
    checkResponse(request, response);
    store.transaction(() => {
      for (const ack of response.acks) acks.apply(ack, tally);
      store.state.set({ ticket: response.ticket, ackedThrough: request.round });
      if (response.reset) applyReset(store, response, log);
    });
    noteSuccess(request);
    if (response.reset) {
      await inSlices(() => refoldSome(store));
      return { ...NOT_CONCLUDED, isConcluded: true };
    }
    onProgress(request.changes.length);
    tally.pulled += await apply(response.feed, 'feed', () => store.state.set({ cursor: response.cursor }));
    const isEmpty = request.changes.length === 0 && response.acks.length === 0 && response.feed.length === 0;
    return { more: response.more, digest: response.digest, horizon: response.horizon ?? 0, isConcluded: true, isEmpty };
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
    // The response is of another data set, so there is nothing to compare yet.
    return result.value.reset === undefined;
  }

  return {
    /**
     * @param isPullOnly names unanswered changes instead of sending them
     * @throws FerryFailure with the code of the failure; the store is unchanged except for sent marks
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

    /** Starts a run. Returns whether the last batch failed: downloads then come first, so that it cannot block them. */
    begin(): boolean {
      hasJustWorked = false;
      return isUploadFailing;
    },
  };
}

function staleResponse(): FerryFailure {
  return new FerryFailure('sync.staleRound', 'wait');
}

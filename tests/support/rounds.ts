import { FerryFailure, failed, ok, type Result } from '#app/contract/errors.ts';
import type { Ack, ServerRecord, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { SYNC_LIMITS } from '#app/sync/limits.ts';
import { createAcks, type RoundTally } from '#app/sync/run/acks.ts';
import { createApply } from '#app/sync/run/apply.ts';
import { createRounds } from '#app/sync/run/round.ts';
import { createSlices } from '#app/sync/run/time-slices.ts';
import { quietLog } from './quiet-log.ts';
import type { Workbench } from './workbench.ts';

/** What a test's server says to a round; throwing a `FerryFailure` is a failed call. */
export type Reply = (request: SyncRequest) => Partial<SyncResponse>;

/** Rounds of a workbench against a server that is one function. */
export function roundsOf(desk: Workbench, reply: Reply) {
  const { store, ids, clock, parked } = desk;
  const requests: SyncRequest[] = [];
  const tally: RoundTally = { synced: 0, merged: 0, conflicts: 0, parked: 0, pulled: 0 };
  const yieldToLoop = async (): Promise<void> => undefined;
  store.transaction(() => store.state.set({ epoch: 'e-1' }));
  let seq = 100;

  async function send(request: SyncRequest): Promise<Result<SyncResponse>> {
    requests.push(request);
    try {
      const given = reply(request);
      const acks = request.changes.map(({ changeId }): Ack => ({ changeId, outcome: 'applied', version: ++seq }));
      const answer = {
        ticket: 't',
        round: request.round,
        epoch: 'e-1',
        epochSeq: 0,
        acks,
        feed: [],
        more: false,
        digest: {},
      };
      return ok({ cursor: Math.max(seq, request.cursor), ...answer, ...given });
    } catch (thrown) {
      if (thrown instanceof FerryFailure) return failed(thrown.error);
      throw thrown;
    }
  }

  const rounds = createRounds({
    store,
    clock,
    ids,
    log: quietLog,
    parked,
    apply: createApply({ store, clock, yieldToLoop, onUnreadable: () => undefined }),
    inSlices: createSlices({ store, clock, yieldToLoop }),
    acks: createAcks({ store, parked, clock, random: () => 0.5 }),
    send,
    limits: SYNC_LIMITS,
    onProgress: () => undefined,
  });
  return { requests, tally, exchange: (isPullOnly = false) => rounds.exchange(isPullOnly, tally) };
}

export function feedRecord(version: number, recordId: string, more: Partial<ServerRecord> = {}): ServerRecord {
  const stamps = { '+': { version, device: 'other' } };
  return {
    table: 'clients',
    recordId,
    version,
    deleted: false,
    data: { name: recordId },
    stamps,
    by: 'p',
    at: 0,
    ...more,
  };
}

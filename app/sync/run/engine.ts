import { type FerryError, FerryFailure, type Result, toFerryError, valueOrThrow } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { Clock, IdSource, Log, Random } from '#app/contract/ports.ts';
import type { Ack, Rotation } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { Parked } from '../edits/parked.ts';
import type { SyncLimits } from '../limits.ts';
import type { StatusStore } from '../status/status-store.ts';
import { createAcks, type RoundTally } from './acks.ts';
import { createApply } from './apply.ts';
import { createDigestCheck } from './check-digests.ts';
import { withDeadline } from './deadline.ts';
import { createFill } from './first-fill.ts';
import { hasSendable } from './outbox.ts';
import { createProgress } from './progress.ts';
import { createRecovery } from './recover-identity.ts';
import { createRepair } from './repair-range.ts';
import { createRounds } from './round.ts';
import { createRunEnd } from './run-end.ts';
import { authAfter, emptyTally, removalIn, reportOf } from './run-outcome.ts';
import { createSnapshotPages } from './snapshot-pages.ts';
import { createSlices } from './time-slices.ts';
import { createTombstoneGc } from './tombstone-gc.ts';
import { createWatchdog } from './watchdog.ts';

/** Above what a slow link needs for the largest batch, below what a person accepts. */
const CALL_DEADLINE_MS = 30_000;
/** If uploads fail, this many fill steps come before the next attempt. */
const STEPS_BEFORE_UPLOADS = 10;
/** Give up after this many epoch resets in one run. */
const MAX_RESETS_A_RUN = 5;

export interface EngineOptions {
  store: Pick<
    Store,
    'state' | 'queue' | 'cache' | 'conflicts' | 'schema' | 'digests' | 'history' | 'searchIndex' | 'transaction'
  >;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: IdSource;
  log: Log;
  parked: Parked;
  regions: StatusStore;
  yieldToLoop: () => Promise<void>;
  limits: SyncLimits;
  /** How long a call may take, whatever it does. */
  callDeadlineMs?: number | undefined;
  /** A new token for this device, to be stored. */
  onRotation: (rotation: Rotation) => void;
  /** An owner requested the removal of this device's data; called at the end of the run. Null error: all was sent. */
  onRemovalAsked?: ((removalId: string, error: FerryError | null) => void) | undefined;
}

export type Engine = ReturnType<typeof createEngine>;

/** Uploads the outbox and downloads the feed. At most one run at a time; a call during a run joins it. */
export function createEngine(options: EngineOptions) {
  const { store, transport, clock, random, ids, log, parked, regions, yieldToLoop, limits, onRotation } = options;
  const callDeadlineMs = options.callDeadlineMs ?? CALL_DEADLINE_MS;
  const stop = new AbortController();
  let current: Promise<SyncReport> | null = null;
  let removalId: string | null = null;

  const call = <T>(perform: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> =>
    withDeadline(clock, callDeadlineMs, stop.signal, perform);
  const callOrThrow = async <T>(perform: Parameters<typeof call<T>>[0]) => valueOrThrow(await call(perform));

  const end = createRunEnd({ store, regions, log });
  const apply = createApply({ store, clock, yieldToLoop, onUnreadable: end.noteUnreadable });
  const inSlices = createSlices({ store, clock, yieldToLoop });
  const snapshot = createSnapshotPages(
    (query) => callOrThrow((signal) => transport.snapshot(query, { signal })),
    limits.snapshotSize,
  );
  const digest = (query: Parameters<Transport['digest']>[0]) =>
    callOrThrow((signal) => transport.digest(query, { signal }));
  const fill = createFill({
    store,
    apply,
    inSlices,
    snapshot,
    onProgress: (done, total) => regions.set({ run: { kind: 'filling', done, total } }),
  });
  const repair = createRepair({ store, inSlices, snapshot, digest });
  const checkDigests = createDigestCheck({ store, repair, clock, log });
  const horizon = createTombstoneGc({ store, inSlices });
  const progress = createProgress({ store, regions, clock, isFilling: fill.isUnderWay });
  const acks = createAcks({ store, parked, clock, random });
  const rounds = createRounds({
    store,
    clock,
    ids,
    log,
    parked,
    apply,
    inSlices,
    acks,
    limits,
    send: async (request) => {
      const result = await call((signal) => transport.sync(request, { signal }));
      removalId = removalIn(result);
      return result;
    },
    onProgress: progress.add,
  });

  const recovery = createRecovery({
    store,
    rounds,
    inSlices,
    ids,
    log,
    rotate: (deviceId) => callOrThrow((signal) => transport.rotate({ deviceId, signal })),
    digest,
    onRotation,
  });

  /** Uploads and downloads until nothing is left. */
  async function work(tally: RoundTally): Promise<void> {
    let repairs = 0;
    let isPullOnly = recovery.begin();
    const generation = store.state.get('generation');
    let productive = 0;
    let steps = 0;
    const watchdog = createWatchdog();
    // After a silence the server must prove its identity before anything is sent to it.
    if (regions.get().reach !== 'online') await proveServer();
    progress.add(0);
    for (;;) {
      if (stop.signal.aborted) throw new FerryFailure('sync.busy', 'none');
      if (store.state.get('generation') - generation > MAX_RESETS_A_RUN) throw restless();
      if (removalId !== null && isAllSent()) return;
      watchdog.look([productive, store.state.get('fill')]);
      if (fill.isUnderWay()) {
        // A snapshot page may include effects of an unanswered change, so its answer comes first.
        if (mayAskDuringFill() && !(await recovery.exchange(isPullOnly, tally)).isConcluded) continue;
        if (fill.isUnderWay()) tally.pulled += await restartIfReplaced(() => fill.step());
        steps += 1;
        if (steps >= STEPS_BEFORE_UPLOADS) isPullOnly = false;
        continue;
      }
      const result = await recovery.exchange(isPullOnly || store.state.get('epoch') === null, tally);
      if (result.isConcluded && !result.isEmpty) productive += 1;
      if (result.more || fill.isUnderWay()) continue;
      if (!isPullOnly && !result.isEmpty && hasSendable(store, clock.nowMs())) continue;
      await horizon.follow(result.horizon);
      if (result.digest && (await checkDigests(result.digest, repairs))) {
        repairs += 1;
        continue;
      }
      store.transaction(() => store.state.set({ lastFullPullAt: clock.nowMs() }), { durable: false });
      if (!isPullOnly || !hasSendable(store, clock.nowMs())) return;
      isPullOnly = false;
    }
  }

  /** @throws FerryFailure if the answer is not from the server of this desk's firm */
  async function proveServer(): Promise<void> {
    await callOrThrow((signal) => transport.health({ signal }));
  }

  /**
   * A run may reach another server at the same address. Only the firm's own may end a session or request a removal, so
   * it must prove its identity; else the failed proof becomes the error.
   */
  async function withProof(error: FerryError | null): Promise<FerryError | null> {
    if (removalId === null && (authAfter(error) ?? 'ok') === 'ok') return error;
    try {
      await proveServer();
      return error;
    } catch (thrown) {
      removalId = null;
      return toFerryError(thrown);
    }
  }

  const isAllSent = () => !hasSendable(store, clock.nowMs()) && store.queue.sent().length === 0;

  function mayAskDuringFill(): boolean {
    if (store.state.get('fill')?.asOf === null) return false;
    return hasSendable(store, clock.nowMs()) || store.queue.sent().length > 0;
  }

  /** A server restored during a fill answers the next round with a reset; until then there is nothing to fetch. */
  async function restartIfReplaced(step: () => Promise<number>): Promise<number> {
    try {
      return await step();
    } catch (thrown) {
      if (toFerryError(thrown).code !== 'sync.epochChanged') throw thrown;
      const epoch = store.state.get('epoch');
      const { isConcluded } = await recovery.exchange(true, emptyTally());
      // Its rounds contradict this; retrying at once would never end.
      if (isConcluded && store.state.get('epoch') === epoch) throw thrown;
      return 0;
    }
  }

  async function run(reason: string): Promise<SyncReport> {
    const tally = emptyTally();
    const { store: storeBefore } = regions.get();
    const startedAt = clock.nowMs();
    const startedMonotonicMs = clock.monotonicMs();
    let error: FerryError | null = null;
    removalId = null;
    try {
      progress.reset();
      await work(tally);
    } catch (thrown) {
      error = toFerryError(thrown);
    }
    error = await withProof(error);
    if (error !== null) log.warn('sync.failed', { code: error.code, reason, details: error.details });
    const report = reportOf(tally, { startedAt, durationMs: clock.monotonicMs() - startedMonotonicMs, error });
    end.of(report, reason, storeBefore);
    if (removalId !== null) options.onRemovalAsked?.(removalId, error);
    return report;
  }

  return {
    /** Never rejects; the report contains any failure. */
    sync(reason: string): Promise<SyncReport> {
      current ??= run(reason).finally(() => {
        current = null;
      });
      return current;
    },
    /** Stores one answer of the server; idempotent. */
    markSynced(changeId: string, ack: Ack): void {
      if (ack.changeId !== changeId) throw new FerryFailure('input.invalid', 'fix', { changeId });
      store.transaction(() => acks.apply(ack, emptyTally()));
    },
    isRunning: (): boolean => current !== null,
    /** Resolves between two runs. */
    async atRest(): Promise<void> {
      while (current !== null) await current;
    },
    call,
    /** Stops the current run at its next step and waits for it. */
    async dispose(): Promise<void> {
      stop.abort();
      await current;
    },
  };
}

function restless(): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'wait');
}

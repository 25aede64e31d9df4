import { type FerryError, FerryFailure, type Result, toFerryError, valueOrThrow } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log, Random } from '#app/contract/ports.ts';
import type { Ack, Rotation } from '#app/contract/protocol.ts';
import type { SyncReport } from '#app/contract/records.ts';
import type { Store } from '#app/store/store.ts';
import type { Transport } from '#app/transport/transport.ts';
import { createAcks, type RoundTally } from './acks.ts';
import { createApply } from './apply.ts';
import { withDeadline } from './deadline.ts';
import { createFill } from './fill.ts';
import { createHorizon } from './horizon.ts';
import { createMending } from './mending.ts';
import { hasSendable } from './outbox.ts';
import type { Parked } from './parked.ts';
import { createRecovery } from './recovery.ts';
import type { Regions } from './regions.ts';
import { createRepair } from './repair.ts';
import { createRounds } from './round.ts';
import { createRunEnd } from './run-end.ts';
import { emptyTally } from './run-outcome.ts';
import { createSlices } from './slices.ts';
import { createSnapshotPages } from './snapshot-pages.ts';
import { createWatchdog } from './watchdog.ts';

/** Above what a slow link needs for the largest batch, below what a person waits for. */
const CALL_DEADLINE_MS = 30_000;
/** Of a long fill so much comes first where uploads fail; then they have their turn. */
const STEPS_BEFORE_UPLOADS = 10;
/** A server that is another one each time it answers is none. */
const MAX_RESETS_A_RUN = 5;

export interface EngineOptions {
  store: Store;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: IdSource;
  log: Log;
  parked: Parked;
  regions: Regions;
  yieldToLoop: () => Promise<void>;
  /** How long a call may take, whatever it does. */
  callDeadlineMs?: number | undefined;
  /** A new token for this device, to be kept safe. */
  onRotation: (rotation: Rotation) => void;
}

export type Engine = ReturnType<typeof createEngine>;

/** Carries the outbox out and the feed in. At most one run at a time; a call while one runs joins it. */
export function createEngine(options: EngineOptions) {
  const { store, transport, clock, random, ids, log, parked, regions, yieldToLoop, onRotation } = options;
  const callDeadlineMs = options.callDeadlineMs ?? CALL_DEADLINE_MS;
  const stop = new AbortController();
  let current: Promise<SyncReport> | null = null;

  const call = <T>(perform: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> =>
    withDeadline(clock, callDeadlineMs, stop.signal, perform);
  const callOrThrow = async <T>(perform: (signal: AbortSignal) => Promise<Result<T>>): Promise<T> =>
    valueOrThrow(await call(perform));

  const end = createRunEnd({ store, regions, log });
  const apply = createApply({ store, clock, yieldToLoop, onIllegible: end.noteIllegible });
  const inSlices = createSlices({ store, clock, yieldToLoop });
  const snapshot = createSnapshotPages((query) => callOrThrow((signal) => transport.snapshot(query, { signal })));
  const digest = (query: Parameters<Transport['digest']>[0]) =>
    callOrThrow((signal) => transport.digest(query, { signal }));
  const fill = createFill({
    store,
    apply,
    inSlices,
    snapshot,
    onProgress: (done, total) => regions.set({ run: { kind: 'filling', done, total } }),
  });
  const mend = createMending({ store, repair: createRepair({ store, inSlices, snapshot, digest }), clock, log });
  const horizon = createHorizon({ store, inSlices });
  const progress = { done: 0, total: 0 };
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
    send: (request) => call((signal) => transport.sync(request, { signal })),
    onProgress: (sent) => showProgress(sent),
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

  function showProgress(sent: number): void {
    progress.done += sent;
    const waiting = store.queue.counts().pending;
    progress.total = Math.max(progress.total, progress.done + waiting);
    const isPushing = waiting > 0 && hasSendable(store, clock.nowMs());
    if (isPushing) regions.set({ run: { kind: 'pushing', done: progress.done, total: progress.total } });
    else if (!fill.isUnderWay()) regions.set({ run: { kind: 'pulling', done: 0, total: 0 } });
  }

  /** Pushes and pulls until both are dry. */
  async function work(tally: RoundTally): Promise<void> {
    let repairs = 0;
    let isPullOnly = recovery.begin();
    const generation = store.state.get('generation');
    let productive = 0;
    let steps = 0;
    const watchdog = createWatchdog();
    // Whoever answers after a silence must show first that it is the server, before it is sent anything.
    if (regions.get().reach !== 'online') await callOrThrow((signal) => transport.health({ signal }));
    showProgress(0);
    for (;;) {
      if (stop.signal.aborted) throw new FerryFailure('sync.busy', 'Ferry is closing.', 'none');
      if (store.state.get('generation') - generation > MAX_RESETS_A_RUN) throw restless();
      watchdog.look([productive, store.state.get('fill')]);
      if (fill.isUnderWay()) {
        // A page may hold what an unanswered change has done, so the answer comes first.
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
      if (result.digest && (await mend(result.digest, repairs))) {
        repairs += 1;
        continue;
      }
      store.transaction(() => store.state.set({ lastFullPullAt: clock.nowMs() }), { durable: false });
      if (!isPullOnly || !hasSendable(store, clock.nowMs())) return;
      isPullOnly = false;
    }
  }

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
      // Its rounds say otherwise; asking again at once would go on for ever.
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
    try {
      progress.done = 0;
      progress.total = 0;
      await work(tally);
    } catch (thrown) {
      error = toFerryError(thrown);
      log.warn('sync.failed', { code: error.code, reason, details: error.details });
    }
    const report: SyncReport = {
      startedAt,
      durationMs: clock.monotonicMs() - startedMonotonicMs,
      syncedCount: tally.synced,
      pulledCount: tally.pulled,
      merged: tally.merged,
      conflicts: tally.conflicts,
      parked: tally.parked,
      error,
    };
    end.of(report, reason, storeBefore);
    return report;
  }

  return {
    /** Never rejects; what went wrong stands in the report. */
    sync(reason: string): Promise<SyncReport> {
      current ??= run(reason).finally(() => {
        current = null;
      });
      return current;
    },
    /** Stores one answer of the server; the same answer again changes nothing. */
    markSynced(changeId: string, ack: Ack): void {
      if (ack.changeId !== changeId)
        throw new FerryFailure('input.invalid', 'This answer is for another change.', 'fix', { changeId });
      store.transaction(() => acks.apply(ack, emptyTally()));
    },
    isRunning: (): boolean => current !== null,
    call,
    /** Ends the run under way at its next step and waits for it. */
    async dispose(): Promise<void> {
      stop.abort();
      await current;
    },
  };
}

function restless(): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'The server starts over again and again; Ferry will try later.', 'wait');
}

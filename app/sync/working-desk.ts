import { type FerryError, FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log, Random } from '#app/contract/ports.ts';
import type { Rotation } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Checkpoints } from '#app/store/checkpoints.ts';
import type { Connection } from '#app/store/database.ts';
import { writeCopy } from '#app/store/open.ts';
import { createStore } from '#app/store/store.ts';
import type { Transport } from '#app/transport/transport.ts';
import { createBatchEdits } from './batches.ts';
import { createCleanUp } from './clean-up.ts';
import type { Desk } from './desk-contract.ts';
import * as digestArithmetic from './digest.ts';
import { createEdits } from './edit.ts';
import { createEngine } from './engine.ts';
import { createFold } from './fold.ts';
import { createDeskOperations } from './operations.ts';
import { createOrphans } from './orphans.ts';
import { hasSendable } from './outbox.ts';
import { createParked } from './parked.ts';
import { createPause } from './pause.ts';
import { refoldAll } from './refold.ts';
import { createRegions } from './regions.ts';
import { becomeNewDevice, noteSchemaVersion } from './reset.ts';
import { createResolver } from './resolve.ts';
import { createRestoreState } from './restore-state.ts';
import { createSchedule } from './schedule.ts';
import { createServerEvents } from './server-events.ts';
import { observed, storeRegionOf } from './store-region.ts';

const DEFAULT_INTERVAL_MS = 5 * 60_000;
/** On battery only looking for news of itself is rarer; edits and events go at once as ever. */
const BATTERY_FACTOR = 3;

export interface WorkingDeskOptions {
  /** An open, migrated database (`openConnection`). The desk closes it. */
  connection: Connection;
  /** Moves the database's journal from a thread of its own; without it SQLite does at commits. The desk disposes of it. */
  checkpoints?: Checkpoints | undefined;
  /** The outbox was brought over from another file, so the visible rows have to be folded anew. */
  refoldsOutbox?: boolean;
  schema: Schema;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: IdSource;
  log: Log;
  /** Lets the event loop turn between slices of a large pull; `setImmediate` in the app. */
  yieldToLoop: () => Promise<void>;
  /** How long a call to the server may take; for tests. */
  callDeadlineMs?: number;
  /** A new token for this device, to be kept safe. */
  onRotation: (rotation: Rotation) => void;
}

/** Assembles a desk over an open database. Nothing runs before `start`. */
export function createWorkingDesk(options: WorkingDeskOptions): Desk {
  const { connection, checkpoints, schema, transport, clock, random, ids, log, onRotation } = options;
  let intervalMs = DEFAULT_INTERVAL_MS;
  let isSuspended = false;
  let isOnBattery = false;
  let isDisposed = false;

  const effectiveIntervalMs = (): number => (isOnBattery ? BATTERY_FACTOR * intervalMs : intervalMs);

  const fold = createFold(schema, () => store.state.get('deviceId'));
  const store = createStore({
    connection,
    schema,
    fold,
    digestArithmetic,
    monotonicMs: () => clock.monotonicMs(),
    log,
  });
  if (store.state.get('deviceId') === '') store.transaction(() => store.state.set({ deviceId: ids.next() }));
  store.transaction(() => noteSchemaVersion(store));
  if (options.refoldsOutbox) store.transaction(() => store.state.set({ refoldAfter: 0 }));
  refoldAll(store);

  const cleanUp = createCleanUp({ store, clock, log });
  const edits = createEdits({ store, clock, ids });
  const batches = createBatchEdits({ store, edits, clock, log, yieldToLoop, isDisposed: () => isDisposed });
  const parked = createParked({ store, ids });
  const regions = createRegions({
    clock,
    counts: () => ({ ...store.queue.counts(), conflicts: store.conflicts.openCount() }),
    lastFullPullAt: () => store.state.get('lastFullPullAt'),
    intervalMs: effectiveIntervalMs,
  });
  const engine = createEngine({
    store,
    transport,
    clock,
    random,
    ids,
    log,
    parked,
    regions,
    yieldToLoop,
    callDeadlineMs: options.callDeadlineMs,
    onRotation,
  });
  const schedule = createSchedule({
    clock,
    random,
    run: runAndCleanUp,
    mayRun: () => regions.get().auth === 'ok' && !isSuspended && !pause.isOn(),
    workDueInMs,
    intervalMs: effectiveIntervalMs,
    onWaiting: (run) => {
      if (!pause.isOn()) regions.set({ run });
    },
  });
  const pause = createPause({ store, regions, clock, onOver: () => schedule.wake('resume') });
  const stopListening = store.onRecords(() => {
    checkpoints?.committed();
    regions.changed();
    if (!engine.isRunning()) schedule.localChange();
  });

  async function yieldToLoop(): Promise<void> {
    await options.yieldToLoop();
    await checkpoints?.keepShort();
  }

  function workDueInMs(): number | null {
    const now = clock.nowMs();
    if (hasSendable(store, now)) return 0;
    const at = store.queue.nextAttemptAt(now);
    return at === null ? null : Math.max(0, at - now);
  }

  async function runAndCleanUp(reason: string) {
    const report = await engine.sync(reason);
    if (pause.isOn()) pause.show();
    if (regions.get().auth !== 'ok') serverEvents.close();
    if (report.error === null) cleanUp.afterFullRun();
    return report;
  }

  /** After an update of Ferry, beside the work: lists are only sorted as before until it is done. */
  async function fillSortKeys(): Promise<void> {
    try {
      while (!isDisposed && store.sortKeys.fillSome()) await yieldToLoop();
    } catch (thrown) {
      log.warn('store.sortKeysFailed', { code: toFerryError(thrown).code });
    }
  }

  const serverEvents = createServerEvents(transport, () => schedule.wake('serverEvent'));

  const operations = createDeskOperations({
    store,
    edits,
    batches,
    parked,
    orphans: createOrphans({ store, edits, parked, ids }),
    resolver: createResolver({ store, edits, clock }),
    restoreState: createRestoreState({
      store,
      edits,
      activity: (query) => engine.call((signal) => transport.activity(query, { signal })),
    }),
    activity: (query) => engine.call((signal) => transport.activity(query, { signal })),
    markSynced: engine.markSynced,
    syncNow: () => {
      if (regions.get().auth !== 'ok') throw signInFirst();
      return schedule.runNow();
    },
    status: regions.status,
    nowMs: () => clock.nowMs(),
    cleanUp: cleanUp.now,
    pause: pause.set,
  });

  /** A full disk or a bad file shows in the status as soon as saving meets it, and goes once saving works again. */
  function noteStore(error: FerryError | null): void {
    const current = regions.get().store;
    const found = error === null ? 'ok' : storeRegionOf(error);
    if (found === undefined || found === current || (found === 'ok' && current !== 'diskFull')) return;
    regions.set({ store: found, lastError: error });
  }
  const { queueChange, queueChanges, queueBatch, ...reading } = operations;

  return {
    operations: { ...reading, ...observed({ queueChange, queueChanges, queueBatch }, noteStore) },
    deviceId: () => store.state.get('deviceId'),
    becomeNewDevice() {
      becomeNewDevice(store, ids.next());
      refoldAll(store);
    },
    status: regions.status,
    onStatus: regions.onStatus,
    onRecords: store.onRecords,
    belongsTo() {
      const owner = store.state.get('owner');
      return owner && { ...owner, personId: store.state.get('personId') };
    },
    claim: (server, firmId, personId) =>
      store.transaction(() => store.state.set({ owner: { server, firmId }, personId })),
    backUp: (file) => writeCopy(connection, file),
    signedIn() {
      regions.set({ auth: 'ok' });
      serverEvents.open();
      schedule.wake('manual');
    },
    signedOut() {
      serverEvents.close();
      regions.set({ auth: 'signedOut' });
    },
    start() {
      schedule.start();
      void fillSortKeys();
      batches.resume();
      if (pause.isOn()) pause.show();
    },
    wake: schedule.wake,
    setSuspended(suspended) {
      isSuspended = suspended;
      schedule.consider();
    },
    setOnline(isOnline) {
      if (!isOnline) regions.set({ reach: 'offline' });
      else if (regions.get().reach === 'offline') regions.set({ reach: 'unknown' });
      if (isOnline) schedule.wake('networkUp');
    },
    setOnBattery(onBattery) {
      isOnBattery = onBattery;
      schedule.intervalChanged();
    },
    setSyncInterval(ms) {
      intervalMs = ms;
      schedule.intervalChanged();
    },
    storeError: () => storeErrorOf(regions.get()),
    async dispose() {
      isDisposed = true;
      schedule.stop();
      serverEvents.close();
      pause.dispose();
      stopListening();
      await engine.dispose();
      regions.dispose();
      await checkpoints?.dispose();
      store.close();
    },
  };
}

function signInFirst(): FerryFailure {
  return new FerryFailure('auth.required', 'Sign in to sync. Your work is saved on this computer.', 'signIn');
}

function storeErrorOf({ store, lastError }: { store: string; lastError: FerryError | null }): FerryError | null {
  return store === 'ok' ? null : lastError;
}

import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log, Random } from '#app/contract/ports.ts';
import type { ActivityQuery, Rotation } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Checkpoints } from '#app/store/checkpoints.ts';
import type { Connection } from '#app/store/database.ts';
import { writeCopy } from '#app/store/open.ts';
import type { JournalFile } from '#app/store/outbox-journal/file.ts';
import { openOutboxJournal } from '#app/store/outbox-journal/open.ts';
import { createStore } from '#app/store/store.ts';
import type { Transport } from '#app/transport/transport.ts';
import { createAlone } from './alone.ts';
import type { Desk } from './desk-types.ts';
import { createEdits } from './edits/edit.ts';
import { createImportEdits } from './edits/imports.ts';
import { createJoinFirm } from './edits/join-firm.ts';
import { createOrphans } from './edits/orphans.ts';
import { createParked } from './edits/parked.ts';
import { refoldAll } from './edits/refold.ts';
import { createResolver } from './edits/resolve.ts';
import { createRestoreState } from './edits/restore-state.ts';
import { SYNC_LIMITS, type SyncLimits } from './limits.ts';
import { createDeskOperations } from './operations.ts';
import { createBuildSearch } from './run/build-search.ts';
import { createCleanUp } from './run/clean-up.ts';
import { createEngine, type EngineOptions } from './run/engine.ts';
import { fillSortKeys } from './run/fill-sort-keys.ts';
import { sendableInMs } from './run/outbox.ts';
import { becomeNewDevice, noteSchemaVersion } from './run/reset.ts';
import { createSlices } from './run/time-slices.ts';
import { createSavingOperations } from './saving-operations.ts';
import { createInterval } from './status/interval.ts';
import { createPause } from './status/pause.ts';
import { createSchedule } from './status/schedule.ts';
import { createServerEvents } from './status/server-events.ts';
import { createSignals } from './status/signals.ts';
import { createSleep } from './status/sleep.ts';
import { createStatusStore } from './status/status-store.ts';
import { damaged, storeErrorOf } from './status/store-region.ts';
import { createStoreWatch } from './status/store-watch.ts';

export interface WorkingDeskOptions {
  /** An open, migrated database (`openConnection`). The desk closes it. */
  connection: Connection;
  /** Runs WAL checkpoints on a separate thread; without it SQLite runs them at commits. The desk disposes of it. */
  checkpoints?: Checkpoints | undefined;
  /** The file of the outbox journal. Without it the database alone holds what is saved. The desk closes it. */
  journalFile?: JournalFile | undefined;
  schema: Schema;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: IdSource;
  log: Log;
  /** Yields to the event loop between slices; `setImmediate` in the app. */
  yieldToLoop: () => Promise<void>;
  /** Overrides of Ferry’s limits; the simulation draws new ones for each run. */
  limits?: Partial<SyncLimits>;
  /** How long a call to the server may take; for tests. */
  callDeadlineMs?: number;
  /** A new token for this device, to be stored. */
  onRotation: (rotation: Rotation) => void;
  /** See `EngineOptions`. */
  onRemovalAsked?: EngineOptions['onRemovalAsked'];
}

/** Assembles a desk over an open database. Nothing runs before `start`. */
export function createWorkingDesk(options: WorkingDeskOptions): Desk {
  const { connection, checkpoints, schema, transport, clock, random, ids, log, onRotation } = options;
  const limits = { ...SYNC_LIMITS, ...options.limits };
  let isDisposed = false;

  const store = createStore({ connection, schema, monotonicMs: () => clock.monotonicMs(), log });
  if (store.state.get('deviceId') === '') store.transaction(() => store.state.set({ deviceId: ids.next() }));
  store.transaction(() => noteSchemaVersion(store));
  refoldAll(store);

  const cleanUp = createCleanUp({ store, clock, log, inSlices: createSlices({ store, clock, yieldToLoop }) });
  const edits = createEdits({ store, clock, ids });
  const joinFirm = createJoinFirm({ store, edits, log });
  const imports = createImportEdits({ store, edits, clock, log, yieldToLoop, isDisposed: () => isDisposed });
  const parked = createParked({ store, ids });
  const alone = createAlone({ store, clock, ids, log, yieldToLoop, onFolded: () => journal?.keepShort() });
  const interval = createInterval(() => schedule.intervalChanged());
  const regions = createStatusStore({
    clock,
    stored: () => ({
      counts: alone.counts() ?? { ...store.queue.counts(), conflicts: store.conflicts.openCount() },
      lastFullPullAt: store.state.get('lastFullPullAt'),
      broughtBack: store.state.get('broughtBack'),
    }),
    intervalMs: interval.effectiveMs,
  });
  const { journalFile } = options;
  const journal =
    journalFile &&
    openOutboxJournal({
      store,
      file: journalFile,
      clock,
      ids,
      log,
      yieldToLoop,
      onTrouble: (error) => regions.setJournalError(error),
    });
  const storeWatch = createStoreWatch({ regions, clock, probe: () => store.probe() });
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
    limits,
    callDeadlineMs: options.callDeadlineMs,
    onRotation,
    onRemovalAsked: options.onRemovalAsked,
  });
  const schedule = createSchedule({
    clock,
    random,
    run: runAndCleanUp,
    mayRun: () => regions.get().auth === 'ok' && !sleep.isOn() && !pause.isOn(),
    workDueInMs: () => sendableInMs(store, clock.nowMs()),
    intervalMs: interval.effectiveMs,
    limits,
    onWaiting: (run) => {
      if (!pause.isOn()) regions.set({ run });
    },
  });
  const sleep = createSleep({ clock, onAwake: () => schedule.wake('resume') });
  const pause = createPause({ store, regions, clock, onOver: () => schedule.wake('resume') });
  const stopListening = store.onRecords((changes) => {
    checkpoints?.committed();
    regions.changed();
    alone.note(changes);
    if (!engine.isRunning()) schedule.localChange();
  });

  async function yieldToLoop(): Promise<void> {
    await options.yieldToLoop();
    await checkpoints?.keepShort();
  }

  async function runAndCleanUp(reason: string) {
    const report = await engine.sync(reason);
    if (pause.isOn()) pause.show();
    if (regions.get().auth !== 'ok') serverEvents.close();
    if (report.error !== null) storeWatch.note(report.error);
    if (report.error === null) await cleanUp.afterFullRun();
    journal?.keepShort();
    void buildSearch();
    return report;
  }

  const behind = { store, clock, log, yieldToLoop, isDisposed: () => isDisposed };
  const buildSearch = createBuildSearch({ ...behind, atRest: engine.atRest });
  const serverEvents = createServerEvents(transport, () => schedule.wake('serverEvent'));
  const signals = createSignals({ regions, schedule, sleep, serverEvents });

  const activity = async (query: ActivityQuery) =>
    alone.activity(query) ?? (await engine.call((signal) => transport.activity(query, { signal })));

  const operations = createDeskOperations({
    store,
    edits,
    imports,
    parked,
    orphans: createOrphans({ store, edits, parked, ids }),
    resolver: createResolver({ store, edits, clock }),
    restoreState: createRestoreState({ store, edits, activity }),
    activity,
    markSynced: engine.markSynced,
    syncNow: () => {
      sleep.awake();
      if (regions.get().auth !== 'ok') throw new FerryFailure('auth.required', 'signIn');
      return schedule.runNow();
    },
    status: regions.status,
    nowMs: () => clock.nowMs(),
    cleanUp: cleanUp.now,
    pause: pause.set,
    markBroughtBackSeen() {
      store.state.set({ broughtBack: null });
      regions.changed();
    },
  });

  /** A save proves that the computer is awake. */
  function noteSave(error: FerryError | null): void {
    sleep.awake();
    storeWatch.note(error);
  }

  return {
    operations: createSavingOperations({
      operations,
      settled: () => journal?.settled() ?? null,
      clock,
      onOutcome: noteSave,
    }),
    deviceId: () => store.state.get('deviceId'),
    becomeNewDevice() {
      becomeNewDevice(store, ids.next());
      refoldAll(store);
    },
    status: regions.status,
    onStatus: regions.onStatus,
    onRecords: store.onRecords,
    ...alone.calls,
    async joinFirm(target) {
      // A running run may still store data of the previous firm.
      await engine.atRest();
      return joinFirm(target);
    },
    backUp: (file) => writeCopy(connection, file),
    ...signals,
    setOnBattery: interval.setOnBattery,
    setSyncInterval: interval.set,
    start() {
      schedule.start();
      void fillSortKeys(behind);
      void buildSearch();
      imports.resume();
      if (pause.isOn()) pause.show();
    },
    noteDamage: (reason) => regions.set({ store: 'corrupt', lastError: damaged(reason) }),
    storeError: () => storeErrorOf(regions.get()),
    async dispose() {
      isDisposed = true;
      schedule.stop();
      serverEvents.close();
      pause.dispose();
      sleep.dispose();
      stopListening();
      alone.dispose();
      await engine.dispose();
      storeWatch.dispose();
      await journal?.dispose();
      regions.dispose();
      await checkpoints?.dispose();
      store.close();
    },
  };
}

import type { UpdateFailure, UpdateState } from '#app/contract/updates.ts';
import { createListeners } from '../system/emitter.ts';
import { confirmOffer, isSameOffer } from './confirm-offer.ts';
import { downloadUpdate, type Offer } from './download.ts';
import { compareVersions, judgeFeed } from './feed-policy.ts';
import { createReminder } from './reminder.ts';
import type { UpdateEngine } from './update-engine.ts';
import { failureOf } from './update-problem.ts';
import { type UpdaterEvent, updaterReducer } from './updater-state.ts';
import type { Updater, UpdaterDeps } from './updater-types.ts';

const FIRST_CHECK_MS = 60_000;
const CHECK_EVERY_MS = 4 * 60 * 60_000;
const AFTER_A_FAILURE_MS = 30 * 60_000;
/** Quitting does not wait long for a server; the update is installed only if confirmed in time. */
const CONFIRM_AT_EXIT_MS = 3_000;

/** A version being downloaded or ready. */
interface Attempt {
  offer: Offer;
  abort: AbortController;
  engine: UpdateEngine | null;
  /** Null until it is downloaded. */
  path: string | null;
  /** The feed has confirmed it and the person wants it installed. */
  isConfirmed: boolean;
}

/**
 * Checks for updates a minute after the start, every four hours, and when the channel changes; downloads what the
 * signed feed offers this desk, and installs it when the app quits. Must never interfere with work: each failure is a
 * state.
 */
export function createUpdater(deps: UpdaterDeps): Updater {
  const { app, settings, feed, memory, createEngine, timings, clock, log } = deps;
  const listeners = createListeners<UpdateState>();
  let state: UpdateState = startState(deps);
  let channel = settings.get().updateChannel;
  let attempt: Attempt | null = null;
  let checking: Promise<UpdateState> | null = null;
  let installing: Promise<UpdateState> | null = null;
  let isDemanded = false;
  let isHeldBack = false;
  let isDisposed = false;
  let cancelTimer = () => {};
  const reminder = createReminder({ memory, clock, onDue: () => apply({ kind: 'becameDue' }) });

  function apply(event: UpdaterEvent) {
    const next = updaterReducer(state, event);
    if (next === state) return;
    state = next;
    if (event.kind !== 'progressed') log.info('update.state', { event: event.kind, ...factsOf(next) });
    listeners.emit(next);
  }

  async function discard(): Promise<void> {
    const discarded = attempt;
    attempt = null;
    reminder.stop();
    discarded?.abort.abort();
    await discarded?.engine?.discard().catch((thrown: unknown) => {
      log.warn('update.notDiscarded', { reason: String(thrown) });
    });
  }

  async function askFeed(): Promise<void> {
    apply({ kind: 'checkStarted' });
    const asked = channel;
    const answer = await feed.read(asked, timings.checkTimeoutMs);
    // The channel changed meanwhile and is checked separately.
    if (asked !== channel || isDisposed || installing !== null) return;
    if (!answer.ok) return apply({ kind: 'checkFailed', failure: answer.failure });
    const verdict = judgeFeed(answer.feed, app);
    if (verdict.kind === 'offer')
      return attempt !== null && isSameOffer(attempt.offer, verdict) ? undefined : begin(verdict);
    const wasReady = attempt?.path != null;
    await discard();
    if (verdict.kind === 'noFile') apply({ kind: 'checkFailed', failure: 'noFile' });
    else if (wasReady) apply({ kind: 'discarded', failure: 'withdrawn' });
    else apply({ kind: 'nothingOffered', checkedAtMs: clock.nowMs() });
  }

  /** Resolves when the download has started: a check does not wait for the file. */
  async function begin(offer: Offer): Promise<void> {
    await discard();
    const begun: Attempt = { offer, abort: new AbortController(), engine: null, path: null, isConfirmed: false };
    attempt = begun;
    apply({ kind: 'downloadStarted', version: offer.version, notes: offer.feed.notes });
    void fetchFile(begun);
  }

  async function fetchFile(begun: Attempt): Promise<void> {
    try {
      const engine = await createEngine();
      begun.engine = engine;
      begun.path = await downloadUpdate({
        engine,
        offer: begun.offer,
        stallTimeoutMs: timings.stallTimeoutMs,
        signal: begun.abort.signal,
        onPercent: (percent) => attempt === begun && apply({ kind: 'progressed', percent }),
        clock,
      });
      if (attempt !== begun) return;
      apply({ kind: 'downloaded' });
      reminder.start(begun.offer.version);
    } catch (thrown) {
      log.warn('update.downloadFailed', { reason: String(thrown) });
      if (attempt !== begun) return;
      attempt = null;
      apply({ kind: 'downloadFailed', failure: failureOf(thrown) });
      schedule(AFTER_A_FAILURE_MS);
    }
  }

  const refusalOf = ({ offer, path }: Attempt, timeoutMs: number) =>
    confirmOffer({ feed, channel, app, offer, path: path ?? '', timeoutMs });

  async function refuse(failure: UpdateFailure): Promise<void> {
    log.warn('update.installRefused', { failure });
    if (failure !== 'withdrawn' && failure !== 'damaged') return apply({ kind: 'installFailed', failure });
    await discard();
    apply({ kind: 'discarded', failure });
  }

  async function confirmAndQuit(ready: Attempt): Promise<void> {
    apply({ kind: 'installStarted' });
    const refusal = await refusalOf(ready, timings.checkTimeoutMs);
    if (refusal !== null) return refuse(refusal);
    try {
      await ready.engine?.stage();
      memory.set({ installing: ready.offer.version });
      ready.isConfirmed = true;
      deps.markQuitting();
      ready.engine?.quit();
    } catch (thrown) {
      log.error('update.installFailed', { reason: String(thrown) });
      memory.set({ installing: null });
      ready.isConfirmed = false;
      apply({ kind: 'installFailed', failure: 'installFailed' });
    }
  }

  async function check(): Promise<UpdateState> {
    if (state.kind === 'unavailable' || installing !== null) return state;
    checking ??= askFeed().then(() => {
      checking = null;
      schedule(state.kind === 'failed' ? AFTER_A_FAILURE_MS : CHECK_EVERY_MS);
      return state;
    });
    return checking;
  }

  function schedule(afterMs: number) {
    cancelTimer();
    if (!isDisposed) cancelTimer = clock.setTimer(afterMs, () => void check());
  }

  if (deps.obstacle === null) schedule(FIRST_CHECK_MS);
  const stopFollowing = settings.onChange(({ updateChannel }) => {
    if (updateChannel === channel) return;
    channel = updateChannel;
    if (installing !== null) return;
    // Applied at once: what is ready belongs to a channel the person no longer wants.
    apply({ kind: 'channelChanged' });
    checking = null;
    void discard().then(check);
  });

  return {
    state: () => state,
    check,
    async install() {
      const ready = attempt;
      if (state.kind !== 'ready' || ready?.path == null) return state;
      installing ??= confirmAndQuit(ready)
        .then(() => state)
        .finally(() => {
          if (state.kind !== 'installing') installing = null;
        });
      return installing;
    },
    onServerDemand(now) {
      if (now && !isDemanded) void check();
      isDemanded = now;
    },
    postpone() {
      apply({ kind: 'postponed' });
      return state;
    },
    async finish() {
      const ready = attempt;
      if (isHeldBack || ready?.path == null || ready.engine === null) return;
      const relaunch = ready.isConfirmed;
      try {
        if (!relaunch) {
          const refusal = await refusalOf(ready, CONFIRM_AT_EXIT_MS);
          if (refusal !== null) return log.info('update.notInstalledAtExit', { failure: refusal });
          await ready.engine.stage();
          memory.set({ installing: ready.offer.version });
        }
        log.info('update.installing', { version: ready.offer.version });
        await ready.engine.install({ relaunch });
      } catch (thrown) {
        log.error('update.installFailed', { reason: String(thrown) });
        if (relaunch) deps.relaunch();
      }
    },
    holdBack() {
      isHeldBack = true;
    },
    onChange: listeners.add,
    dispose() {
      isDisposed = true;
      cancelTimer();
      stopFollowing();
    },
  };
}

/** Reports an installation that had no effect; the person still sees the old version. */
function startState({ obstacle, memory, app, log }: UpdaterDeps): UpdateState {
  if (obstacle !== null) return { kind: 'unavailable', reason: obstacle };
  const { installing } = memory.get();
  memory.set({ installing: null });
  if (installing === null || compareVersions(app.version, installing) >= 0) return { kind: 'unchecked' };
  log.error('update.installFailed', { version: installing });
  return { kind: 'failed', failure: 'installFailed', version: installing };
}

/** Release notes are long and of no use in the log. */
function factsOf(state: UpdateState): Record<string, unknown> {
  return Object.fromEntries(Object.entries(state).filter(([key]) => key !== 'notes'));
}

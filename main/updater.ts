import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AppUpdater } from 'electron-updater';
import type { AppUpdaterEvents } from 'electron-updater/out/AppUpdater.js';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { UpdateState } from '#app/contract/settings.ts';
import { createListeners } from './listeners.ts';
import type { SettingsStore } from './settings.ts';
import { type UpdaterEvent, updaterReducer } from './updater-state.ts';

const FIRST_CHECK_MS = 60_000;
const CHECK_EVERY_MS = 4 * 60 * 60_000;

/** The part of electron-updater that is used here. */
export type UpdateEngine = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'channel'
  | 'logger'
  | 'checkForUpdates'
  | 'quitAndInstall'
> & { on<E extends keyof AppUpdaterEvents>(event: E, listener: AppUpdaterEvents[E]): unknown };

export interface Updater {
  state(): UpdateState;
  /** Asks the feed now. Resolves to the state after the answer, also when there was none; never rejects. */
  check(): Promise<UpdateState>;
  /** Quits, installs and starts again; does nothing unless an update is ready. */
  install(): void;
  onChange(listener: (state: UpdateState) => void): () => void;
  dispose(): void;
}

interface UpdaterDeps {
  settings: Pick<SettingsStore, 'get' | 'onChange'>;
  clock: Clock;
  log: Log;
  /** Whether this copy of the app knows where updates come from. */
  hasFeed?: boolean;
  loadEngine?: () => Promise<UpdateEngine>;
}

/**
 * Looks for updates a minute after the start, every four hours, and when the channel is changed; downloads what it finds
 * and installs it when the app quits. Nothing of this may ever stand in the way of work: each failure is a state.
 */
export function createUpdater(deps: UpdaterDeps): Updater {
  const { settings, clock, log, hasFeed = isFeedPacked(), loadEngine = loadElectronUpdater } = deps;
  const listeners = createListeners<UpdateState>();
  let state: UpdateState = { kind: hasFeed ? 'idle' : 'disabled' };
  let engine: Promise<UpdateEngine> | null = null;
  let channel = settings.get().updateChannel;
  let cancelTimer = () => {};

  function apply(event: UpdaterEvent) {
    const next = updaterReducer(state, event);
    if (next === state) return;
    state = next;
    if (event.kind !== 'progressed') log.info('updater.state', { ...next });
    listeners.tell(next);
  }

  async function check(): Promise<UpdateState> {
    if (state.kind === 'disabled') return state;
    try {
      engine ??= loadEngine().then((loaded) => prepare(loaded, apply));
      const ready = await engine;
      ready.channel = channel;
      // Setting the channel turns downgrades on. An older app would refuse the newer one's database.
      ready.allowDowngrade = false;
      await ready.checkForUpdates();
    } catch (error) {
      apply(failure(error));
    }
    return state;
  }

  function checkAgain(afterMs: number) {
    cancelTimer = clock.setTimer(afterMs, () => {
      void check();
      checkAgain(CHECK_EVERY_MS);
    });
  }

  if (hasFeed) checkAgain(FIRST_CHECK_MS);
  const stopFollowing = settings.onChange(({ updateChannel }) => {
    if (updateChannel === channel) return;
    channel = updateChannel;
    void check();
  });

  return {
    state: () => state,
    check,
    install() {
      if (state.kind === 'ready') void engine?.then((ready) => ready.quitAndInstall()).catch((e) => apply(failure(e)));
    },
    onChange: listeners.add,
    dispose() {
      cancelTimer();
      stopFollowing();
    },
  };
}

function prepare(engine: UpdateEngine, apply: (event: UpdaterEvent) => void): UpdateEngine {
  engine.autoDownload = true;
  engine.autoInstallOnAppQuit = true;
  engine.logger = null;
  engine.on('checking-for-update', () => apply({ kind: 'checkStarted' }));
  engine.on('update-not-available', () => apply({ kind: 'nothingNew' }));
  engine.on('update-available', ({ version }) => apply({ kind: 'found', version }));
  engine.on('download-progress', ({ percent }) => apply({ kind: 'progressed', percent }));
  engine.on('update-downloaded', ({ version }) => apply({ kind: 'downloaded', version }));
  engine.on('error', (error) => apply(failure(error)));
  return engine;
}

/** The first line only: the rest of such an error is a response's headers. */
function failure(error: unknown): UpdaterEvent {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', message: message.split('\n', 1)[0] ?? '' };
}

/** electron-builder packs this file with the feed's address; in development there is none. */
function isFeedPacked(): boolean {
  return existsSync(path.join(process.resourcesPath, 'app-update.yml'));
}

/** Only when it is needed: it is a large part of what would otherwise be loaded before the window opens. */
async function loadElectronUpdater(): Promise<UpdateEngine> {
  const { default: electronUpdater } = await import('electron-updater');
  return electronUpdater.autoUpdater;
}

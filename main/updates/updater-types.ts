import type { Clock, Log } from '#app/contract/ports.ts';
import type { UpdateObstacle, UpdateState } from '#app/contract/updates.ts';
import type { SettingsStore } from '../system/settings.ts';
import type { FeedClient } from './feed-client.ts';
import type { InstalledApp } from './feed-policy.ts';
import type { UpdateEngine } from './update-engine.ts';
import type { UpdateMemory } from './update-memory.ts';

export interface UpdateTimings {
  /** How long the feed may take to answer. */
  checkTimeoutMs: number;
  /** How long a download may stall. */
  stallTimeoutMs: number;
}

export interface Updater {
  state(): UpdateState;
  /** Checks the feed now. Resolves to the new state, also without an answer; never rejects. */
  check(): Promise<UpdateState>;
  /**
   * Confirms with the feed that the ready version is still offered, then quits, installs and restarts. Never rejects.
   */
  install(): Promise<UpdateState>;
  /** The person chose "later". */
  postpone(): UpdateState;
  /** Whether the server refuses this version; starts a check when it begins to. */
  onServerDemand(isDemanded: boolean): void;
  /** The app's last step: installs what is ready if the feed confirms it. Never rejects. */
  finish(): Promise<void>;
  /** Installs nothing when this process ends: it restarts for another reason, or the computer shuts down. */
  holdBack(): void;
  onChange(listener: (state: UpdateState) => void): () => void;
  dispose(): void;
}

export interface UpdaterDeps {
  /** Why this copy cannot update itself; null if it can. */
  obstacle: UpdateObstacle | null;
  app: InstalledApp;
  settings: Pick<SettingsStore, 'get' | 'onChange'>;
  feed: FeedClient;
  memory: UpdateMemory;
  /** A new engine per download; a failed one is not reused. */
  createEngine: () => Promise<UpdateEngine>;
  timings: UpdateTimings;
  /** From now on closing a window closes it, and quitting asks no question. */
  markQuitting: () => void;
  /** Restarts the app after this process ends. */
  relaunch: () => void;
  clock: Clock;
  log: Log;
}

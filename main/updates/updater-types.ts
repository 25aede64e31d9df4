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
  /** How long a download may stand still. */
  stallTimeoutMs: number;
}

export interface Updater {
  state(): UpdateState;
  /** Asks the feed now. Resolves to the state after the answer, also when there was none; never rejects. */
  check(): Promise<UpdateState>;
  /** Confirms with the feed that what is ready is still offered, then quits, installs and starts again. Never rejects. */
  install(): Promise<UpdateState>;
  /** The person was asked, and chose "later". */
  postpone(): UpdateState;
  /** Whether the server turns this version away: a check begins by itself when it starts to. */
  onServerDemand(isDemanded: boolean): void;
  /** The app's last act: installs what is ready, if the feed confirms it. Never rejects. */
  finish(): Promise<void>;
  /** Nothing is installed when this process ends: it restarts for another reason, or the computer goes down. */
  holdBack(): void;
  onChange(listener: (state: UpdateState) => void): () => void;
  dispose(): void;
}

export interface UpdaterDeps {
  /** Why this copy cannot update itself; null where it can. */
  obstacle: UpdateObstacle | null;
  app: InstalledApp;
  settings: Pick<SettingsStore, 'get' | 'onChange'>;
  feed: FeedClient;
  memory: UpdateMemory;
  /** A fresh one for each download: one that has failed is not used again. */
  createEngine: () => Promise<UpdateEngine>;
  timings: UpdateTimings;
  /** From now on closing a window closes it, and nobody is asked whether to quit. */
  markQuitting: () => void;
  /** Starts the app again when this process has ended. */
  relaunch: () => void;
  clock: Clock;
  log: Log;
}

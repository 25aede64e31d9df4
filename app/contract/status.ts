import type { FerryError } from './errors.ts';

/** The five independent regions the displayed status is derived from. All times are ms since the epoch. */
export interface StatusRegions {
  reach: 'unknown' | 'online' | 'offline' | 'serverUnreachable';
  auth: 'signedOut' | 'ok' | 'expired' | 'revoked';
  run:
    | { kind: 'idle' }
    | { kind: 'pushing'; done: number; total: number }
    | { kind: 'pulling'; done: number; total: number }
    | { kind: 'filling'; done: number; total: number }
    | { kind: 'backoff'; until: number }
    | { kind: 'paused'; until: number | null };
  store: 'ok' | 'diskFull' | 'readOnly' | 'corrupt' | 'updateRequired';
  counts: Counts;
  lastFullPullAt: number | null;
  lastError: FerryError | null;
}

export interface Counts {
  /** Saved here, not yet acknowledged; parked ones not included. */
  pending: number;
  parked: number;
  conflicts: number;
}

/** The one thing shown in the pill, the tray and the dock: the most urgent of the regions. */
export type DisplayStatus =
  | { kind: 'diskFull' | 'readOnly' | 'corrupt' | 'updateRequired'; pending: number }
  | { kind: 'signedOut' | 'sessionExpired' | 'revoked'; pending: number }
  | { kind: 'needsAttention'; parked: number; conflicts: number; pending: number }
  | { kind: 'paused'; until: number | null; pending: number }
  | { kind: 'offline' | 'serverUnreachable'; pending: number }
  /** The server is reached, and yet runs fail. */
  | { kind: 'syncFailing'; pending: number }
  | { kind: 'uploading' | 'downloading' | 'filling'; done: number; total: number; pending: number }
  | { kind: 'pending'; pending: number }
  | { kind: 'upToDate'; at: number }
  | { kind: 'lastChecked'; at: number | null };

export interface SyncStatus {
  display: DisplayStatus;
  regions: StatusRegions;
  isSyncing: boolean;
}

import type { FerryError } from './errors.ts';

/** The five independent regions from which the displayed status is derived. All times are ms since the epoch. */
export interface StatusRegions {
  reach: 'unknown' | 'online' | 'offline' | 'serverUnreachable';
  /** `superseded`: the same data folder signed in on another computer · `alone`: there is no server to sign in to. */
  auth: 'signedOut' | 'ok' | 'expired' | 'revoked' | 'superseded' | 'alone';
  run:
    | { kind: 'idle' }
    | { kind: 'pushing'; done: number; total: number }
    | { kind: 'pulling'; done: number; total: number }
    | { kind: 'filling'; done: number; total: number }
    | { kind: 'backoff'; until: number }
    | { kind: 'paused'; until: number | null };
  /**
   * The database: `busy`: another program holds it · `deviceFailed`: the drive fails · `missingAddon`: its addon does
   * not fit · `journalFailed`: the outbox journal cannot be written, so the database is the only copy of saved work.
   */
  store: 'ok' | StoreTrouble;
  /** All 0 without a server: nothing waits for one. */
  counts: Counts;
  lastFullPullAt: number | null;
  /** Changes that the database had lost and the outbox journal restored, until the person has read it. */
  broughtBack: { changes: number; atMs: number } | null;
  lastError: FerryError | null;
}

export type StoreTrouble =
  | 'busy'
  | 'diskFull'
  | 'readOnly'
  | 'noPermission'
  | 'deviceFailed'
  | 'corrupt'
  | 'missingAddon'
  | 'updateRequired'
  | 'journalFailed';

export interface Counts {
  /** Saved here and not yet acknowledged; without parked ones. */
  pending: number;
  parked: number;
  conflicts: number;
}

/** Why nothing reaches the server until a person acts: details in `status.regions.lastError`. */
export type BlockedWay = 'serverReplaced' | 'certificate' | 'clockWrong' | 'proxyAuth';

/** What pill, tray and dock show: the most urgent of the regions. */
export type DisplayStatus =
  | { kind: StoreTrouble; pending: number }
  | { kind: 'signedOut' | 'sessionExpired' | 'revoked' | 'superseded'; pending: number }
  /** Used without a server. */
  | { kind: 'alone' }
  | { kind: 'needsAttention'; parked: number; conflicts: number; pending: number }
  | { kind: 'paused'; until: number | null; pending: number }
  | { kind: 'offline' | 'serverUnreachable'; pending: number }
  /** The server is unreachable, and a person can fix it. */
  | { kind: BlockedWay; pending: number }
  /** The server is reachable, but runs fail. */
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

import type { FerryError } from './errors.ts';

/** The five independent regions the displayed status is derived from. All times are ms since the epoch. */
export interface StatusRegions {
  reach: 'unknown' | 'online' | 'offline' | 'serverUnreachable';
  /** `superseded`: the same data folder has signed in on another computer. */
  auth: 'signedOut' | 'ok' | 'expired' | 'revoked' | 'superseded';
  run:
    | { kind: 'idle' }
    | { kind: 'pushing'; done: number; total: number }
    | { kind: 'pulling'; done: number; total: number }
    | { kind: 'filling'; done: number; total: number }
    | { kind: 'backoff'; until: number }
    | { kind: 'paused'; until: number | null };
  /**
   * The database: `busy` while another program holds it, `deviceFailed` where the drive does not read or write,
   * `missingAddon` where the part of Ferry that opens it does not fit; `journalFailed`: what is saved lies in the database
   * alone, since the outbox journal cannot be written.
   */
  store: 'ok' | StoreTrouble;
  counts: Counts;
  lastFullPullAt: number | null;
  /** Changes that the database had lost and the outbox journal brought back, until the person has read it. */
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
  /** Saved here, not yet acknowledged; parked ones not included. */
  pending: number;
  parked: number;
  conflicts: number;
}

/** Why nothing reaches the server until somebody does something: `status.regions.lastError` says more. */
export type BlockedWay = 'serverReplaced' | 'certificate' | 'clockWrong' | 'proxyAuth';

/** The one thing shown in the pill, the tray and the dock: the most urgent of the regions. */
export type DisplayStatus =
  | { kind: StoreTrouble; pending: number }
  | { kind: 'signedOut' | 'sessionExpired' | 'revoked' | 'superseded'; pending: number }
  | { kind: 'needsAttention'; parked: number; conflicts: number; pending: number }
  | { kind: 'paused'; until: number | null; pending: number }
  | { kind: 'offline' | 'serverUnreachable'; pending: number }
  /** The server is not reached, and a person can do something about it. */
  | { kind: BlockedWay; pending: number }
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

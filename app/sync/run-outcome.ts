import type { FerryError } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/records.ts';
import type { RoundTally } from './acks.ts';

/** What the end of a run says of the way to the server; null where nothing. */
export function reachAfter(error: FerryError | null): 'online' | 'offline' | 'serverUnreachable' | null {
  if (error === null) return 'online';
  if (error.code === 'network.offline') return 'offline';
  if (error.code.startsWith('network.') || error.code.startsWith('server.') || error.code === 'sync.wrongServer')
    return 'serverUnreachable';
  return error.code.startsWith('store.') || error.code === 'sync.busy' ? null : 'online';
}

/** What it says of the session; null where nothing. */
export function authAfter(error: FerryError | null): 'ok' | 'expired' | 'revoked' | null {
  if (error === null) return 'ok';
  if (error.code === 'auth.expired' || error.code === 'auth.required' || error.code === 'auth.invalid')
    return 'expired';
  return error.code === 'auth.revoked' || error.code === 'auth.forbidden' ? 'revoked' : null;
}

export function emptyTally(): RoundTally {
  return { synced: 0, merged: 0, conflicts: 0, parked: 0, pulled: 0 };
}

export function emptyReport(startedAt: number): SyncReport {
  return { startedAt, durationMs: 0, syncedCount: 0, pulledCount: 0, merged: 0, conflicts: 0, parked: 0, error: null };
}

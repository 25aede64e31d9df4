import type { FerryError, Result } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { SyncResponse } from '#app/contract/protocol.ts';
import type { RoundTally } from './acks.ts';

/** The reachability implied by a run's outcome; null if none. */
export function reachAfter(error: FerryError | null): 'online' | 'offline' | 'serverUnreachable' | null {
  if (error === null) return 'online';
  if (error.code === 'network.offline') return 'offline';
  if (
    error.code.startsWith('network.') ||
    error.code.startsWith('server.') ||
    error.code === 'sync.wrongServer' ||
    error.code === 'sync.serverReplaced'
  )
    return 'serverUnreachable';
  return error.code.startsWith('store.') || error.code === 'sync.busy' ? null : 'online';
}

/** The auth state implied by a run's outcome; null if none. */
export function authAfter(error: FerryError | null): 'ok' | 'expired' | 'revoked' | 'superseded' | null {
  if (error === null) return 'ok';
  if (error.code === 'auth.expired' || error.code === 'auth.required' || error.code === 'auth.invalid')
    return 'expired';
  if (error.code === 'auth.superseded') return 'superseded';
  return error.code === 'auth.revoked' || error.code === 'auth.forbidden' ? 'revoked' : null;
}

/** The removal requested by a response or a refusal; null for none. */
export function removalIn(result: Result<SyncResponse>): string | null {
  if (result.ok) return result.value.removal ?? null;
  const asked = result.error.details?.removal;
  return typeof asked === 'string' ? asked : null;
}

export function emptyTally(): RoundTally {
  return { synced: 0, merged: 0, conflicts: 0, parked: 0, pulled: 0 };
}

export function emptyReport(startedAt: number): SyncReport {
  return { startedAt, durationMs: 0, syncedCount: 0, pulledCount: 0, merged: 0, conflicts: 0, parked: 0, error: null };
}

/** The report of a run: times (`startedAt` in ms since the epoch, `durationMs`), error, and what its rounds did. */
export function reportOf(
  { synced, pulled, merged, conflicts, parked }: RoundTally,
  run: Pick<SyncReport, 'startedAt' | 'durationMs' | 'error'>,
): SyncReport {
  return { ...run, syncedCount: synced, pulledCount: pulled, merged, conflicts, parked };
}

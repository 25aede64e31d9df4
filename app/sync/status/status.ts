import type { ErrorCode } from '#app/contract/errors.ts';
import type { BlockedWay, DisplayStatus, StatusRegions } from '#app/contract/status.ts';

/**
 * The status to show, most urgent first: store, update, auth, a blocked connection, parked or conflicts, paused,
 * offline, unreachable, syncing, pending, up to date. Derived, never latched. `nowMs` and `intervalMs` determine
 * whether the last full pull is recent.
 */
export function displayStatus(regions: StatusRegions, nowMs: number, intervalMs: number): DisplayStatus {
  const { pending, parked, conflicts } = regions.counts;
  if (regions.store !== 'ok') return { kind: regions.store, pending };
  if (regions.auth === 'alone') return { kind: 'alone' };
  if (regions.auth === 'signedOut') return { kind: 'signedOut', pending };
  if (regions.auth === 'expired') return { kind: 'sessionExpired', pending };
  if (regions.auth === 'revoked') return { kind: 'revoked', pending };
  if (regions.auth === 'superseded') return { kind: 'superseded', pending };
  const blocked = blockedWay(regions);
  if (blocked !== undefined && regions.run.kind !== 'paused') return { kind: blocked, pending };
  if (parked > 0 || conflicts > 0) return { kind: 'needsAttention', parked, conflicts, pending };
  if (regions.run.kind === 'paused') return { kind: 'paused', until: regions.run.until, pending };
  if (regions.reach === 'offline' || regions.reach === 'serverUnreachable') return { kind: regions.reach, pending };
  return running(regions) ?? atRest(regions, nowMs, intervalMs);
}

const BLOCKED: Partial<Record<ErrorCode, BlockedWay>> = {
  'sync.serverReplaced': 'serverReplaced',
  'network.certificateUntrusted': 'certificate',
  'network.certificateExpired': 'certificate',
  'network.certificateName': 'certificate',
  'network.certificateInvalid': 'certificate',
  'network.clockWrong': 'clockWrong',
  'network.proxyAuth': 'proxyAuth',
};

/** Errors that a person must resolve; waiting does not help. */
function blockedWay({ reach, lastError }: StatusRegions): BlockedWay | undefined {
  return reach === 'serverUnreachable' && lastError !== null ? BLOCKED[lastError.code] : undefined;
}

/** Whether a run is under way. */
export function isSyncing({ run }: StatusRegions): boolean {
  return run.kind === 'pushing' || run.kind === 'pulling' || run.kind === 'filling';
}

function running({ run, counts: { pending } }: StatusRegions): DisplayStatus | undefined {
  switch (run.kind) {
    case 'pushing':
      return { kind: 'uploading', done: run.done, total: run.total, pending };
    case 'pulling':
      // A pull without records is not shown; one with records is.
      return run.total > 0 ? { kind: 'downloading', done: run.done, total: run.total, pending } : undefined;
    case 'filling':
      return { kind: 'filling', done: run.done, total: run.total, pending };
    default:
      return undefined;
  }
}

/** Errors that pass by themselves, or that another status shows. */
const PASSING = new Set<string>([
  'sync.busy',
  'sync.staleRound',
  'sync.epochChanged',
  'sync.wrongServer',
  'sync.serverReplaced',
]);

/** Whether the last run failed though nothing else in the regions says why. */
function isFailing({ lastError }: StatusRegions): boolean {
  if (lastError === null || PASSING.has(lastError.code)) return false;
  return !/^(network|server|auth)\./.test(lastError.code);
}

function atRest(regions: StatusRegions, nowMs: number, intervalMs: number): DisplayStatus {
  if (isFailing(regions)) return { kind: 'syncFailing', pending: regions.counts.pending };
  if (regions.counts.pending > 0) return { kind: 'pending', pending: regions.counts.pending };
  const at = regions.lastFullPullAt;
  const ageMs = at === null ? Number.POSITIVE_INFINITY : nowMs - at;
  const isRecent = at !== null && ageMs >= 0 && ageMs <= 2 * intervalMs;
  return isRecent ? { kind: 'upToDate', at } : { kind: 'lastChecked', at };
}

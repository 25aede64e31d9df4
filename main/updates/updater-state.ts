import type { ReleaseNotes, UpdateFailure, UpdateState } from '#app/contract/updates.ts';

export type UpdaterEvent =
  | { kind: 'checkStarted' }
  /** What is ready or on its way belongs to the channel before. */
  | { kind: 'channelChanged' }
  | { kind: 'nothingOffered'; checkedAtMs: number }
  | { kind: 'checkFailed'; failure: UpdateFailure }
  | { kind: 'downloadStarted'; version: string; notes: ReleaseNotes }
  | { kind: 'progressed'; percent: number }
  | { kind: 'downloaded' }
  | { kind: 'downloadFailed'; failure: UpdateFailure }
  /** What was downloaded, or on its way, is not offered any more. */
  | { kind: 'discarded'; failure: UpdateFailure }
  | { kind: 'becameDue' }
  | { kind: 'postponed' }
  | { kind: 'installStarted' }
  | { kind: 'installFailed'; failure: UpdateFailure };

/**
 * The state after an event; the same object where nothing changes. A check that starts or fails, for want of a network,
 * takes nothing away from what is ready or on its way.
 */
export function updaterReducer(state: UpdateState, event: UpdaterEvent): UpdateState {
  if (state.kind === 'unavailable') return state;
  switch (event.kind) {
    case 'checkStarted':
      return isUnderWay(state) ? state : { kind: 'checking' };
    case 'channelChanged':
      return { kind: 'checking' };
    case 'nothingOffered':
      return { kind: 'current', checkedAtMs: event.checkedAtMs };
    case 'checkFailed':
      return isUnderWay(state) ? state : { kind: 'failed', failure: event.failure, version: null };
    case 'downloadStarted':
      return { kind: 'downloading', version: event.version, notes: event.notes, percent: 0 };
    case 'progressed':
      return withProgress(state, event.percent);
    case 'downloaded':
      if (state.kind !== 'downloading') return state;
      return { kind: 'ready', version: state.version, notes: state.notes, isDue: false, failure: null };
    case 'downloadFailed':
    case 'discarded':
      return { kind: 'failed', failure: event.failure, version: versionOf(state) };
    case 'becameDue':
    case 'postponed':
      return state.kind === 'ready' ? { ...state, isDue: event.kind === 'becameDue' } : state;
    case 'installStarted':
      return state.kind === 'ready' ? { kind: 'installing', version: state.version, notes: state.notes } : state;
    case 'installFailed':
      if (state.kind !== 'ready' && state.kind !== 'installing') return state;
      return { kind: 'ready', version: state.version, notes: state.notes, isDue: false, failure: event.failure };
  }
}

/** A version is on its way, here, or being installed. */
function isUnderWay(state: UpdateState): boolean {
  return state.kind === 'downloading' || state.kind === 'ready' || state.kind === 'installing';
}

function versionOf(state: UpdateState): string | null {
  return 'version' in state ? state.version : null;
}

/** Whole percents: a person sees no others, and each state is sent to the window. */
function withProgress(state: UpdateState, percent: number): UpdateState {
  if (state.kind !== 'downloading') return state;
  const rounded = Math.min(100, Math.max(0, Math.floor(percent)));
  return rounded === state.percent ? state : { ...state, percent: rounded };
}

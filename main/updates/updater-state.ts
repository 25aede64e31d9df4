import type { ReleaseNotes, UpdateFailure, UpdateState } from '#app/contract/updates.ts';

export type UpdaterEvent =
  | { kind: 'checkStarted' }
  /** What is ready or downloading belongs to the previous channel. */
  | { kind: 'channelChanged' }
  | { kind: 'nothingOffered'; checkedAtMs: number }
  | { kind: 'checkFailed'; failure: UpdateFailure }
  | { kind: 'downloadStarted'; version: string; notes: ReleaseNotes }
  | { kind: 'progressed'; percent: number }
  | { kind: 'downloaded' }
  | { kind: 'downloadFailed'; failure: UpdateFailure }
  /** What is ready or downloading is no longer offered. */
  | { kind: 'discarded'; failure: UpdateFailure }
  | { kind: 'becameDue' }
  | { kind: 'postponed' }
  | { kind: 'installStarted' }
  | { kind: 'installFailed'; failure: UpdateFailure };

/**
 * The state after an event; the same object if nothing changes. A check that starts or fails does not affect what is
 * ready or downloading.
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

/** A version is downloading, ready or being installed. */
function isUnderWay(state: UpdateState): boolean {
  return state.kind === 'downloading' || state.kind === 'ready' || state.kind === 'installing';
}

function versionOf(state: UpdateState): string | null {
  return 'version' in state ? state.version : null;
}

/** Whole percents, because each new state is sent to the window. */
function withProgress(state: UpdateState, percent: number): UpdateState {
  if (state.kind !== 'downloading') return state;
  const rounded = Math.min(100, Math.max(0, Math.floor(percent)));
  return rounded === state.percent ? state : { ...state, percent: rounded };
}

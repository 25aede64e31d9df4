import type { UpdateState } from '#app/contract/settings.ts';

/** What the updater is told, in the words of electron-updater. */
export type UpdaterEvent =
  | { kind: 'checkStarted' }
  | { kind: 'nothingNew' }
  | { kind: 'found'; version: string }
  | { kind: 'progressed'; percent: number }
  | { kind: 'downloaded'; version: string }
  | { kind: 'failed'; message: string };

/**
 * The state after an event. Without a feed the updater stays disabled. What is ready to install stays ready until a newer
 * version is found: a check that fails, for want of a network, takes nothing away.
 */
export function updaterReducer(state: UpdateState, event: UpdaterEvent): UpdateState {
  if (state.kind === 'disabled') return state;
  switch (event.kind) {
    case 'checkStarted':
      return isUnderWay(state) ? state : { kind: 'checking' };
    case 'nothingNew':
      return isUnderWay(state) ? state : { kind: 'idle' };
    case 'found':
      return isUnderWay(state) && state.version === event.version
        ? state
        : { kind: 'available', version: event.version };
    case 'progressed':
      return withProgress(state, event.percent);
    case 'downloaded':
      return { kind: 'ready', version: event.version };
    case 'failed':
      return state.kind === 'ready' ? state : { kind: 'error', message: event.message };
  }
}

type UnderWay = Extract<UpdateState, { version: string }>;

/** A version was found and is on its way or here. */
function isUnderWay(state: UpdateState): state is UnderWay {
  return state.kind === 'available' || state.kind === 'downloading' || state.kind === 'ready';
}

/** Whole percents: a person sees no others, and each state is sent to the window. */
function withProgress(state: UpdateState, percent: number): UpdateState {
  if (state.kind !== 'available' && state.kind !== 'downloading') return state;
  const rounded = Math.min(100, Math.max(0, Math.floor(percent)));
  if (state.kind === 'downloading' && state.percent === rounded) return state;
  return { kind: 'downloading', version: state.version, percent: rounded };
}

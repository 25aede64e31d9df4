import type { Clock } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import type { StatusStore } from './status-store.ts';

const DAY_MS = 86_400_000;

export interface PauseOptions {
  store: Pick<Store, 'state' | 'transaction'>;
  regions: StatusStore;
  clock: Clock;
  /** Called when the pause ends, by a person or by the clock. */
  onOver: () => void;
}

/** Holds automatic sync until a person resumes it, or until a time (ms since the epoch). */
export function createPause({ store: { state, transaction }, regions, clock, onOver }: PauseOptions) {
  let cancelLook: (() => void) | null = null;

  function isOn(): boolean {
    const until = state.get('pausedUntil');
    return until === null || (until !== 'resumed' && until > clock.nowMs());
  }

  /** Updates the status, and checks again when the time is over. */
  function show(): void {
    cancelLook?.();
    cancelLook = null;
    const until = state.get('pausedUntil');
    if (!isOn()) {
      if (regions.get().run.kind === 'paused') regions.set({ run: { kind: 'idle' } });
      onOver();
      return;
    }
    regions.set({ run: { kind: 'paused', until: until === 'resumed' ? null : until } });
    // Checked at least daily: a timer cannot last months.
    if (typeof until === 'number') cancelLook = clock.setTimer(Math.min(until - clock.nowMs(), DAY_MS), show);
  }

  return {
    isOn,
    show,
    /** Stored, so it survives a restart. */
    set(until: number | null | 'resumed'): void {
      transaction(() => state.set({ pausedUntil: until }));
      show();
    },
    dispose: (): void => cancelLook?.(),
  };
}

import type { Clock } from '#app/contract/ports.ts';
import type { Wake } from '../desk-types.ts';

/**
 * A sleeping computer fires no timers, so one that fires proves that it is awake. The delay is the time a computer
 * takes to fall asleep; a run started before that would be interrupted.
 */
const AWAKE_PROOF_MS = 15_000;

/** Server events and interval timers may still occur just before the computer sleeps. */
const NO_PROOF = new Set<Wake>(['serverEvent', 'interval']);

export interface SleepOptions {
  clock: Pick<Clock, 'setTimer'>;
  onAwake: () => void;
}

export type Sleep = ReturnType<typeof createSleep>;

/**
 * Whether the computer sleeps. Electron's `resume` is not sufficient: some systems do not send it, or not after every
 * sleep, and automatic sync must not wait for it forever.
 */
export function createSleep({ clock, onAwake }: SleepOptions) {
  let cancelProof: (() => void) | null = null;

  function awake(): void {
    if (cancelProof === null) return;
    cancelProof();
    cancelProof = null;
    onAwake();
  }

  return {
    isOn: (): boolean => cancelProof !== null,
    begin(): void {
      cancelProof?.();
      cancelProof = clock.setTimer(AWAKE_PROOF_MS, awake);
    },
    /** Call on an event that only occurs on an awake computer. No effect if it was awake. */
    awake,
    noteWake(reason: Wake): void {
      if (!NO_PROOF.has(reason)) awake();
    },
    dispose: (): void => cancelProof?.(),
  };
}

import type { Clock } from '#app/contract/ports.ts';
import type { Wake } from '../desk-types.ts';

/**
 * A sleeping computer fires no timers, so one that fires proves that it is awake. The delay is how long a
 * computer takes to fall asleep; a run begun before that would only be cut off.
 */
const AWAKE_PROOF_MS = 15_000;

/** News from the server and the desk's own interval may come in the moments before the computer sleeps. */
const NO_PROOF = new Set<Wake>(['serverEvent', 'interval']);

export interface SleepOptions {
  clock: Pick<Clock, 'setTimer'>;
  onAwake: () => void;
}

export type Sleep = ReturnType<typeof createSleep>;

/**
 * Whether the computer sleeps. Electron's `resume` is not relied on: it is not sent by every system, nor after every
 * sleep, and automatic sync must not wait for it for ever.
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
    /** Called on an event that only occurs on an awake computer. No effect where it was awake. */
    awake,
    noteWake(reason: Wake): void {
      if (!NO_PROOF.has(reason)) awake();
    },
    dispose: (): void => cancelProof?.(),
  };
}

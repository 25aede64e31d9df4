import type { Clock } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import type { StatusStore } from '../status/status-store.ts';
import { hasSendable } from './outbox.ts';

export interface ProgressOptions {
  store: Pick<Store, 'queue' | 'schema'>;
  regions: Pick<StatusStore, 'set'>;
  clock: Clock;
  /** The first fill shows its own progress. */
  isFilling: () => boolean;
}

/** Shows in the status how many changes of a run are uploaded, of how many. */
export function createProgress({ store, regions, clock, isFilling }: ProgressOptions) {
  let done = 0;
  let total = 0;

  return {
    /** Begins a new run. */
    reset(): void {
      done = 0;
      total = 0;
    },
    /** `sent` more changes are uploaded. */
    add(sent: number): void {
      done += sent;
      const waiting = store.queue.counts().pending;
      total = Math.max(total, done + waiting);
      const isPushing = waiting > 0 && hasSendable(store, clock.nowMs());
      if (isPushing) regions.set({ run: { kind: 'pushing', done, total } });
      else if (!isFilling()) regions.set({ run: { kind: 'pulling', done: 0, total: 0 } });
    },
  };
}

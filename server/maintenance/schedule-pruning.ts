import type { Clock } from '#app/contract/ports.ts';
import { reasonOf } from '../log-reason.ts';
import { type PruneDependencies, prune } from './prune.ts';

const FIRST_AFTER_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;

export interface PruningDependencies extends PruneDependencies {
  clock: Clock;
  /** Called with each outcome. */
  metrics: { pruned(atMs: number): void; pruneFailed(): void };
}

/**
 * Prunes once a day. Several processes may run it at once; the later one finds nothing to do. Returns the function that
 * stops it.
 */
export function schedulePruning(dependencies: PruningDependencies): () => void {
  const { clock, log, metrics } = dependencies;
  let cancel = clock.setTimer(FIRST_AFTER_MS, run);
  function run(): void {
    cancel = clock.setTimer(EVERY_MS, run);
    prune(dependencies).then(
      () => metrics.pruned(clock.nowMs()),
      (error: unknown) => {
        metrics.pruneFailed();
        log.error('prune.failed', { reason: reasonOf(error) });
      },
    );
  }
  return () => cancel();
}

import type { Clock } from '#app/contract/ports.ts';
import { type PruneDependencies, prune } from './prune.ts';

const FIRST_AFTER_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;

/** Prunes once a day. Several processes may do so at once; the later one finds nothing. Returns what ends it. */
export function schedulePruning(dependencies: PruneDependencies & { clock: Clock }): () => void {
  const { clock, log } = dependencies;
  let cancel = clock.setTimer(FIRST_AFTER_MS, run);
  function run(): void {
    cancel = clock.setTimer(EVERY_MS, run);
    prune(dependencies).catch((error: unknown) => log.error('prune.failed', { reason: String(error) }));
  }
  return () => cancel();
}

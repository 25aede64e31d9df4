import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Digest } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import type { Repair } from './repair-range.ts';
import { emptyReport } from './run-outcome.ts';

const MAX_REPAIRS_A_RUN = 3;

export interface DigestCheckOptions {
  store: Pick<Store, 'history' | 'transaction'>;
  repair: Repair;
  clock: Clock;
  log: Log;
}

/**
 * Compares this copy with the server's digest, repairs differing tables and records it in the history. Returns whether
 * any differed. @throws FerryFailure `sync.badAnswer` if `repairs` earlier repairs of the same run did not help
 */
export function createDigestCheck({ store, repair, clock, log }: DigestCheckOptions) {
  return async (digest: Digest, repairs: number): Promise<boolean> => {
    const differing = repair.differing(digest);
    if (differing.length === 0) return false;
    if (repairs >= MAX_REPAIRS_A_RUN) throw new FerryFailure('sync.badAnswer', 'wait', { differing });
    for (const table of differing) {
      const startedAt = clock.nowMs();
      const details = { ...(await repair.repair(table)) };
      log.warn('sync.repaired', details);
      const entry = { ...emptyReport(startedAt), reason: 'repair', pulledCount: details.records, details };
      store.transaction(() => store.history.add(entry), { durable: false });
    }
    return true;
  };
}

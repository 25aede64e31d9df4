import type { Clock, IdSource } from '#app/contract/ports.ts';
import { beginEpoch } from '../core/epochs.ts';
import type { Database } from '../storage/database.ts';
import { listFirms } from '../storage/firms.ts';

/**
 * Call after data was restored by other means (a file copy, pg_restore): starts a new epoch for every firm. Returns the
 * number.
 */
export async function rotateEpochs(storage: Database, clock: Pick<Clock, 'nowMs'>, ids: IdSource): Promise<number> {
  return storage.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
    const firms = await listFirms(tx);
    for (const firm of firms) {
      await beginEpoch(tx, firm, ids.next(), clock.nowMs());
      await tx.notify(firm.firmId, firm.seq);
    }
    return firms.length;
  });
}

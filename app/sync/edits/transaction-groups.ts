import type { IdSource } from '#app/contract/ports.ts';
import { MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import { BATCH_BYTES, sizeOf } from '../size.ts';

/** Assigns transactions to changes saved together: as many as fit one request share one. See docs/decisions/0004. */
export function createTransactionGroups(ids: IdSource) {
  let txnId = '';
  let changesLeft = 0;
  let bytesLeft = 0;
  return (change: { data: RecordData; base: RecordData }): string => {
    const bytes = sizeOf(change);
    if (changesLeft === 0 || bytes > bytesLeft) {
      txnId = ids.next();
      changesLeft = MAX_BATCH_SIZE;
      bytesLeft = BATCH_BYTES;
    }
    changesLeft -= 1;
    bytesLeft -= bytes;
    return txnId;
  };
}

import { randomBytes } from 'node:crypto';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Firm } from '../storage/firms.ts';

/** A firm without records. @throws `account.firmName` */
export function newFirm({
  firmId,
  name: typed,
  epoch,
  nowMs,
}: {
  firmId: string;
  name: string;
  epoch: string;
  nowMs: number;
}): Firm {
  const name = typed.trim();
  if (name === '' || name.length > 200) throw new FerryFailure('account.firmName', 'fix');
  const secret = randomBytes(32).toString('hex');
  return { firmId, name, seq: 0, epoch, epochSeq: 0, epochAtMs: nowMs, earlierEpochs: [], horizon: 0, secret };
}

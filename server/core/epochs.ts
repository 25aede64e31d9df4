import type { Transaction } from '../storage/database.ts';
import { type Firm, saveEpoch } from '../storage/firms.ts';

/**
 * Starts a new epoch at the firm's current sequence: higher sequences of the previous data set are void, and every desk
 * takes a new snapshot and re-offers what it has.
 */
export async function beginEpoch(tx: Transaction, firm: Firm, epoch: string, nowMs: number): Promise<Firm> {
  const earlierEpochs = [...firm.earlierEpochs, { epoch: firm.epoch, endedAtSeq: firm.seq }];
  const next = { ...firm, epoch, epochSeq: firm.seq, epochAtMs: nowMs, earlierEpochs };
  await saveEpoch(tx, next);
  return next;
}

/**
 * The sequence up to which another epoch's data set equals this one. For a desk that missed several restores it is the
 * lowest of them; for an unknown epoch nothing is certain.
 */
export function sharedSeq(firm: Firm, epoch: string | null): number {
  if (epoch === null || epoch === firm.epoch) return firm.epochSeq;
  const left = firm.earlierEpochs.findIndex((earlier) => earlier.epoch === epoch);
  return left < 0 ? 0 : Math.min(...firm.earlierEpochs.slice(left).map(({ endedAtSeq }) => endedAtSeq));
}

import type { Transaction } from '../storage/database.ts';
import { type Firm, saveEpoch } from '../storage/firms.ts';

/**
 * Begins a new epoch at the firm's present sequence: what another data set gave out beyond it is void, and every desk
 * takes a fresh snapshot and offers again what it holds.
 */
export async function beginEpoch(tx: Transaction, firm: Firm, epoch: string, nowMs: number): Promise<Firm> {
  const earlierEpochs = [...firm.earlierEpochs, { epoch: firm.epoch, endedAtSeq: firm.seq }];
  const next = { ...firm, epoch, epochSeq: firm.seq, epochAtMs: nowMs, earlierEpochs };
  await saveEpoch(tx, next);
  return next;
}

/**
 * Up to which sequence the data set of another epoch is the same as this one. A desk that slept through several restores
 * shares no more with it than the earliest of them left; with an epoch that this data set never was in, nothing is sure.
 */
export function sharedSeq(firm: Firm, epoch: string | null): number {
  if (epoch === null || epoch === firm.epoch) return firm.epochSeq;
  const left = firm.earlierEpochs.findIndex((earlier) => earlier.epoch === epoch);
  return left < 0 ? 0 : Math.min(...firm.earlierEpochs.slice(left).map(({ endedAtSeq }) => endedAtSeq));
}

import type { Transaction } from '../storage/database.ts';
import { type Firm, saveEpoch } from '../storage/firms.ts';

/**
 * Begins a new epoch at the firm's present sequence: what another data set gave out beyond it is void, and every desk
 * takes a fresh snapshot and offers again what it holds.
 */
export async function beginEpoch(tx: Transaction, firm: Firm, epoch: string, nowMs: number): Promise<Firm> {
  const next = { ...firm, epoch, epochSeq: firm.seq, epochAtMs: nowMs };
  await saveEpoch(tx, next);
  return next;
}

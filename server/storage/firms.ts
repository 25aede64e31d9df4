import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { firmsTable } from './tables.ts';

/** A firm: its sequence and the identity of its data set. */
export interface Firm {
  firmId: string;
  name: string;
  seq: number;
  epoch: string;
  epochSeq: number;
  epochAtMs: number;
  /** Previous epochs, oldest first, each with the sequence at which the next one started. */
  earlierEpochs: readonly EarlierEpoch[];
  /** Tombstones up to this sequence are removed. */
  horizon: number;
  secret: string;
}

export interface EarlierEpoch {
  epoch: string;
  endedAtSeq: number;
}

interface FirmRow extends SqlRow {
  firm_id: string;
  name: string;
  seq: number;
  epoch: string;
  epoch_seq: number;
  epoch_at: number;
  horizon: number;
  secret: string;
  earlier_epochs: string;
}

const COLUMNS = 'firm_id, name, seq, epoch, epoch_seq, epoch_at, horizon, secret, earlier_epochs';

function toFirm(row: FirmRow): Firm {
  return {
    firmId: row.firm_id,
    name: row.name,
    seq: row.seq,
    epoch: row.epoch,
    epochSeq: row.epoch_seq,
    epochAtMs: row.epoch_at,
    earlierEpochs: JSON.parse(row.earlier_epochs),
    horizon: row.horizon,
    secret: row.secret,
  };
}

/**
 * Reads a firm. `update` reserves sequences for this transaction, `share` prevents anyone from taking one: so later
 * reads are consistent with the returned `seq`.
 */
export async function readFirm(
  tx: Transaction,
  firmId: string,
  lock: 'update' | 'share' | 'none' = 'none',
): Promise<Firm | undefined> {
  const suffix = lock === 'none' ? '' : lock === 'update' ? tx.lock.forUpdate : tx.lock.forShare;
  const row = await firstRow<FirmRow>(tx, `SELECT ${COLUMNS} FROM firms WHERE firm_id = ?${suffix}`, [firmId]);
  return row && toFirm(row);
}

export async function listFirms(tx: Transaction): Promise<Firm[]> {
  const rows = await tx.all<FirmRow>(`SELECT ${COLUMNS} FROM firms ORDER BY created_at, firm_id`);
  return rows.map(toFirm);
}

export async function insertFirm(tx: Transaction, firm: Firm, createdAtMs: number): Promise<void> {
  await tx.insert(firmsTable, [
    {
      firm_id: firm.firmId,
      name: firm.name,
      seq: firm.seq,
      epoch: firm.epoch,
      epoch_seq: firm.epochSeq,
      epoch_at: firm.epochAtMs,
      horizon: firm.horizon,
      secret: firm.secret,
      created_at: createdAtMs,
      earlier_epochs: JSON.stringify(firm.earlierEpochs),
    },
  ]);
}

export async function saveSeq(tx: Transaction, firmId: string, seq: number): Promise<void> {
  await tx.write('UPDATE firms SET seq = ? WHERE firm_id = ?', [seq, firmId]);
}

export async function saveHorizon(tx: Transaction, firmId: string, horizon: number): Promise<void> {
  await tx.write('UPDATE firms SET horizon = ? WHERE firm_id = ?', [horizon, firmId]);
}

export async function saveEpoch(tx: Transaction, firm: Firm): Promise<void> {
  await tx.write('UPDATE firms SET epoch = ?, epoch_seq = ?, epoch_at = ?, earlier_epochs = ? WHERE firm_id = ?', [
    firm.epoch,
    firm.epochSeq,
    firm.epochAtMs,
    JSON.stringify(firm.earlierEpochs),
    firm.firmId,
  ]);
}

import type { Clock, Log } from '#app/contract/ports.ts';
import { recordHash, removeFromDigest } from '#app/rules/digest.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { readDigests, saveDigests } from '../storage/digests.ts';
import { listFirms, readFirm, saveHorizon } from '../storage/firms.ts';
import { deleteOldInvitations } from '../storage/invitations.ts';
import { deleteTombstones, newestOldTombstone, pruneAcks, pruneActivity, type Walk } from '../storage/pruning.ts';
import { deleteEndedTokens } from '../storage/tokens.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH_SIZE = 500;
/** Rows per transaction: some milliseconds. */
const STEP_SIZE = 2000;

/** Retention periods of obsolete data, in days. */
export interface Retention {
  /** Acks that their device has stored. */
  ackDays: number;
  /** Activity (who changed what and when). */
  activityDays: number;
  /** Deleted records. A desk that was away longer takes a new snapshot. */
  tombstoneDays: number;
}

export const DEFAULT_RETENTION: Retention = { ackDays: 90, activityDays: 1095, tombstoneDays: 365 };

export interface Pruned {
  acks: number;
  activity: number;
  tombstones: number;
  tokens: number;
}

export interface PruneDependencies {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
  /** Yields to the event loop: SQLite is synchronous, so otherwise no request would be served until the end. */
  yieldToLoop: () => Promise<void>;
}

/** Removes what exceeds its retention, in small transactions so that rounds can run in between. */
export async function prune(
  { storage, clock, log, yieldToLoop }: PruneDependencies,
  retention: Retention = DEFAULT_RETENTION,
): Promise<Pruned> {
  const now = clock.nowMs();
  const reading = { kind: 'operator', mode: 'read' } as const;
  const firms = await storage.transaction(reading, listFirms);
  const pruned: Pruned = { acks: 0, activity: 0, tombstones: 0, tokens: 0 };

  /** Walks through a firm's table, one short transaction per step. */
  async function walk<Position>(
    firmId: string,
    start: Position,
    step: (tx: Transaction, after: Position) => Promise<Walk<Position>>,
  ): Promise<number> {
    let removed = 0;
    for (let after: Position | undefined = start; after !== undefined; ) {
      const from: Position = after;
      const result = await storage.transaction({ kind: 'firm', firmId, mode: 'write' }, (tx) => step(tx, from));
      removed += result.removed;
      after = result.next;
      await yieldToLoop();
    }
    return removed;
  }

  for (const { firmId } of firms) {
    const [acksBefore, activityBefore, deletedBefore] = [
      now - retention.ackDays * DAY_MS,
      now - retention.activityDays * DAY_MS,
      now - retention.tombstoneDays * DAY_MS,
    ];
    pruned.acks += await walk(firmId, '', (tx, after) => pruneAcks(tx, firmId, acksBefore, after, STEP_SIZE));
    pruned.activity += await walk(firmId, { table: '', recordId: '', seq: 0, position: 0 }, (tx, after) =>
      pruneActivity(tx, firmId, activityBefore, after, STEP_SIZE),
    );
    pruned.tombstones += await pruneTombstones(storage, firmId, deletedBefore, yieldToLoop);
  }
  pruned.tokens = await storage.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
    await deleteOldInvitations(tx, now - retention.ackDays * DAY_MS);
    return deleteEndedTokens(tx, now - retention.ackDays * DAY_MS);
  });
  log.info('prune.done', { ...pruned });
  return pruned;
}

/**
 * The horizon moves in the same transaction as the first deletions: no desk may miss a deletion that it can no longer
 * receive.
 */
async function pruneTombstones(
  storage: Database,
  firmId: string,
  beforeMs: number,
  yieldToLoop: () => Promise<void>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await storage.transaction({ kind: 'firm', firmId, mode: 'write' }, async (tx) => {
      const firm = await readFirm(tx, firmId, 'update');
      const horizon = Math.max(firm?.horizon ?? 0, (await newestOldTombstone(tx, firmId, beforeMs)) ?? 0);
      if (!firm || horizon === 0) return 0;
      if (horizon > firm.horizon) await saveHorizon(tx, firmId, horizon);
      const gone = await deleteTombstones(tx, firmId, horizon, BATCH_SIZE);
      if (gone.length === 0) return 0;
      const digests = await readDigests(tx, firmId);
      for (const { table, recordId, version } of gone) {
        digests.set(table, removeFromDigest(digests.get(table) ?? 0n, recordHash(recordId, version)));
      }
      await saveDigests(tx, firmId, digests);
      return gone.length;
    });
    total += count;
    if (count < BATCH_SIZE) return total;
    await yieldToLoop();
  }
}

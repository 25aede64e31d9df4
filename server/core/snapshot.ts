import { FerryFailure } from '#app/contract/errors.ts';
import type { DigestQuery, DigestRanges, SnapshotPage, SnapshotQuery } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/sync/digest.ts';
import type { Transaction } from '../storage/database.ts';
import type { Firm } from '../storage/firms.ts';
import { countRecords, type KeyRange, readPage, readVersions, sizePage } from '../storage/records.ts';
import { countFitting, type PageLimit } from './page.ts';

const MAX_RANGES = 16;

/** One page of a table by id, pinned at a sequence. */
export async function readSnapshotPage(
  tx: Transaction,
  firm: Firm,
  query: SnapshotQuery,
  limit: PageLimit,
): Promise<SnapshotPage> {
  if (query.epoch !== undefined && query.epoch !== firm.epoch) {
    throw new FerryFailure(
      'sync.epochChanged',
      'The server’s data was replaced meanwhile. Begin the snapshot anew.',
      'retry',
    );
  }
  const asOf = Math.min(query.asOf ?? firm.seq, firm.seq);
  const range = rangeOf(query);
  const found = await sizePage(tx, firm.firmId, query.table, range, asOf, limit.records + 1);
  const fitting = Math.max(1, countFitting(found, limit));
  const next = found.length > fitting ? (found[fitting - 1]?.recordId ?? null) : null;
  const through = next ?? range.through;
  const records = found.length > 0 ? await readPage(tx, firm.firmId, query.table, { ...range, through }, asOf) : [];
  const page = { epoch: firm.epoch, asOf, records, next };
  return query.after === undefined ? { ...page, total: await countRecords(tx, firm.firmId, query.table, asOf) } : page;
}

/** Splits what was asked for into up to 16 ranges of equal size, each with its digest, to find where two sides differ. */
export async function readDigestRanges(tx: Transaction, firm: Firm, query: DigestQuery): Promise<DigestRanges> {
  const versions = await readVersions(tx, firm.firmId, query.table, rangeOf(query));
  const size = Math.max(1, Math.ceil(versions.length / MAX_RANGES));
  const ranges: DigestRanges['ranges'] = [];
  let after = query.after ?? null;
  for (let start = 0; start < Math.max(1, versions.length); start += size) {
    const part = versions.slice(start, start + size);
    const isLast = start + size >= versions.length;
    const through = isLast ? (query.through ?? null) : (part.at(-1)?.recordId ?? null);
    const digest = part.reduce((sum, { recordId, version }) => addToDigest(sum, recordHash(recordId, version)), 0n);
    ranges.push({ after, through, count: part.length, digest: digestHex(digest) });
    after = through;
  }
  return { epoch: firm.epoch, seq: firm.seq, ranges };
}

function rangeOf(query: { after?: string | undefined; through?: string | undefined }): KeyRange {
  return { after: query.after ?? '', through: query.through ?? null };
}

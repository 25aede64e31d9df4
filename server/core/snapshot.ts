import { FerryFailure } from '#app/contract/errors.ts';
import type { DigestQuery, DigestRanges, SnapshotPage, SnapshotQuery } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/sync/digest.ts';
import type { Transaction } from '../storage/database.ts';
import type { Firm } from '../storage/firms.ts';
import { countRecords, type KeyRange, readPage, readVersions } from '../storage/records.ts';
import { DEFAULT_PAGE_SIZE } from './feed.ts';

const MAX_RANGES = 16;

/** One page of a table by id, pinned at a sequence. */
export async function readSnapshotPage(tx: Transaction, firm: Firm, query: SnapshotQuery): Promise<SnapshotPage> {
  if (query.epoch !== undefined && query.epoch !== firm.epoch) {
    throw new FerryFailure(
      'sync.epochChanged',
      'The server’s data was replaced meanwhile. Begin the snapshot anew.',
      'retry',
    );
  }
  const asOf = Math.min(query.asOf ?? firm.seq, firm.seq);
  const limit = query.limit ?? DEFAULT_PAGE_SIZE;
  const found = await readPage(tx, firm.firmId, query.table, rangeOf(query), asOf, limit);
  const records = found.slice(0, limit);
  const page = {
    epoch: firm.epoch,
    asOf,
    records,
    next: found.length > limit ? (records.at(-1)?.recordId ?? null) : null,
  };
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

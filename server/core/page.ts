import type { SizedRecord } from '../storage/records.ts';

export const DEFAULT_PAGE_SIZE = 500;

/** Size limits of a page; a single record or transaction may exceed them. */
export interface PageLimit {
  records: number;
  bytes: number;
}

/** How many of these records, in order, fit into a page. */
export function countFitting(sized: readonly SizedRecord[], limit: PageLimit): number {
  let bytes = 0;
  const beyond = sized.findIndex((record, index) => {
    bytes += record.bytes;
    return index >= limit.records || bytes > limit.bytes;
  });
  return beyond < 0 ? sized.length : beyond;
}

import type { DigestRanges } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';

const MAX_RANGES = 16;

interface Part {
  /** Its last record; null if empty. */
  lastId: string | null;
  count: number;
  sum: bigint;
}

type Bounds = Readonly<{ after: string | null; through: string | null }>;

/**
 * Splits records, in id order, into up to 16 ranges of similar size, each with its digest, to locate differences. Works
 * without knowing the total: when there are too many ranges, neighbours are merged in pairs.
 */
export function createDigestRanges() {
  let parts: Part[] = [];
  let size = 1;

  function join(): void {
    parts = parts.flatMap((left, index) => {
      const right = parts[index + 1];
      if (index % 2 === 1 || !right) return index % 2 === 1 ? [] : [left];
      return [{ lastId: right.lastId, count: left.count + right.count, sum: addToDigest(left.sum, right.sum) }];
    });
    size *= 2;
  }

  function nextPart(): Part {
    const last = parts.at(-1);
    if (last && last.count < size) return last;
    if (parts.length === MAX_RANGES) join();
    const part: Part = { lastId: null, count: 0, sum: 0n };
    parts.push(part);
    return part;
  }

  return {
    add(recordId: string, version: number): void {
      const part = nextPart();
      part.lastId = recordId;
      part.count += 1;
      part.sum = addToDigest(part.sum, recordHash(recordId, version));
    },

    /** Contiguous ranges that cover the bounds; a single empty one if there are no records. */
    within({ after, through }: Bounds): DigestRanges['ranges'] {
      const all: Part[] = parts.length > 0 ? parts : [{ lastId: null, count: 0, sum: 0n }];
      return all.map(({ lastId, count, sum }, index) => ({
        after: all[index - 1]?.lastId ?? after,
        through: index === all.length - 1 ? through : lastId,
        count,
        digest: digestHex(sum),
      }));
    },
  };
}

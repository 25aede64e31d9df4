import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import { createDigestRanges } from '../../../server/core/digest-ranges.ts';

const everything = { after: null, through: null };
const idOf = (index: number) => `r-${String(index).padStart(4, '0')}`;

function rangesOf(count: number) {
  const ranges = createDigestRanges();
  for (let index = 0; index < count; index += 1) ranges.add(idOf(index), index + 1);
  return ranges;
}

describe('the ranges of a digest', () => {
  it('cover everything without a gap, each with its digest, however many records there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1200 }), (count) => {
        const ranges = rangesOf(count).within(everything);
        expect(ranges.length).toBeLessThanOrEqual(16);
        expect([ranges[0]?.after, ranges.at(-1)?.through]).toEqual([null, null]);
        ranges.forEach(({ after, through, count: inside, digest }, index) => {
          if (index > 0) expect(after).toBe(ranges[index - 1]?.through);
          const members = Array.from({ length: count }, (_, number) => number).filter(
            (number) => (after === null || idOf(number) > after) && (through === null || idOf(number) <= through),
          );
          const sum = members.reduce((digest, number) => addToDigest(digest, recordHash(idOf(number), number + 1)), 0n);
          expect([inside, digest]).toEqual([members.length, digestHex(sum)]);
        });
      }),
    );
  });

  it.each([
    [16, 16, 1],
    [17, 9, 2],
    [1000, 16, 64],
  ])('of %i records are %i, of up to %i', (count, ranges, size) => {
    const found = rangesOf(count).within(everything);
    expect(found).toHaveLength(ranges);
    expect(Math.max(...found.map((range) => range.count))).toBe(size);
  });

  it('end at the end of the requested range', () => {
    expect(rangesOf(2).within({ after: 'a', through: 'z' })).toMatchObject([
      { after: 'a', through: idOf(0), count: 1 },
      { after: idOf(0), through: 'z', count: 1 },
    ]);
    expect(createDigestRanges().within({ after: 'a', through: 'z' })).toEqual([
      { after: 'a', through: 'z', count: 0, digest: '0000000000000000' },
    ]);
  });
});

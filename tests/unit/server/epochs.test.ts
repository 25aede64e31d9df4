import { describe, expect, it } from 'vitest';
import { sharedSeq } from '../../../server/core/epochs.ts';
import type { Firm } from '../../../server/storage/firms.ts';

const firm: Firm = {
  firmId: 'firm',
  name: 'Firm',
  seq: 90,
  epoch: 'fourth',
  epochSeq: 60,
  epochAtMs: 0,
  earlierEpochs: [
    { epoch: 'first', endedAtSeq: 40 },
    { epoch: 'second', endedAtSeq: 10 },
    { epoch: 'third', endedAtSeq: 60 },
  ],
  horizon: 0,
  secret: 'secret',
};

describe('what a desk of another epoch shares with the present data set', () => {
  it.each([
    ['a desk of the epoch before: what there was when it ended', 'third', 60],
    ['a desk that slept through several restores: what the earliest of them left', 'first', 10],
    ['a desk of an epoch this data set never was in: nothing that is sure', 'elsewhere', 0],
    ['a new desk: all of it', null, 60],
  ])('%s', (_what, epoch, seq) => {
    expect(sharedSeq(firm, epoch)).toBe(seq);
  });
});

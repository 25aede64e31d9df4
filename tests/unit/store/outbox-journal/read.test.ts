import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutboxJournal } from '#app/store/outbox-journal/read.ts';
import type { JournaledChange, JournalRecord } from '#app/store/outbox-journal/record.ts';
import { decodeRecords, encodeRecord } from '#app/store/outbox-journal/record-codec.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const change = (id: number, changeId: string): JournaledChange => ({
  id,
  changeId,
  txnId: null,
  table: 'clients',
  operation: 'insert',
  recordId: `c-${id}`,
  data: { name: 'Bäckerei\nGrün 🍞' },
  base: {},
  baseVersion: 0,
  schemaVersion: 1,
  createdAt: 5,
  outcome: null,
  origin: null,
  isCapped: false,
});

const records: JournalRecord[] = [
  { seq: 0, line: 'line-1', owner: { server: 'https://ferry.test', firmId: 'f', personId: 'p' } },
  { seq: 1, puts: [change(1, 'a'), change(2, 'b')] },
  { seq: 2, puts: [change(3, 'c')], ends: [{ changeId: 'a', reason: 'acknowledged' }] },
  { seq: 3, ends: [{ changeId: 'b', reason: 'discarded' }], puts: [change(4, 'd')] },
];
const whole = Buffer.concat(records.map(encodeRecord));

function fileOf(bytes: Buffer): string {
  const file = path.join(temporaryFolder(), 'outbox.journal');
  writeFileSync(file, bytes);
  return file;
}

const idsIn = (bytes: Buffer) => readOutboxJournal(fileOf(bytes))?.changes.map(({ changeId }) => changeId);

describe('the outbox journal, read', () => {
  it('contains what was saved and not acknowledged, replaced or discarded, in order and with its owner', () => {
    const found = readOutboxJournal(fileOf(whole));
    expect(found).toMatchObject({ owner: { firmId: 'f' }, damaged: 0 });
    expect(found?.changes).toEqual([change(3, 'c'), change(4, 'd')]);
  });

  it('is null if there is no file', () => {
    expect(readOutboxJournal(path.join(temporaryFolder(), 'none'))).toBeNull();
  });

  it('loses no complete record to a torn end, wherever it was torn', () => {
    const beforeLast = Buffer.concat(records.slice(0, 3).map(encodeRecord)).length;
    for (let length = beforeLast; length < whole.length; length += 1) {
      const { records: found, damaged, wholeBytes } = decodeRecords(whole.subarray(0, length));
      expect({ count: found.length, damaged, wholeBytes }).toEqual({ count: 3, damaged: 0, wholeBytes: beforeLast });
    }
  });

  it('finds everything after a damaged record, and reports how many it could not read', () => {
    const second = encodeRecord(records[0] as JournalRecord).length + 40;
    const bytes = Buffer.from(whole);
    bytes[second] = (bytes[second] ?? 0) ^ 0x01;
    const found = readOutboxJournal(fileOf(bytes));
    expect(found?.damaged).toBe(1);
    expect(idsIn(bytes)).toEqual(['c', 'd']);
  });

  it('ignores damaged records, and throws for no input', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 600 }), (at, noise) => {
        const bytes = Buffer.from(whole);
        Buffer.from(noise).copy(bytes, at);
        for (const record of decodeRecords(bytes).records) expect(records).toContainEqual(record);
      }),
      { numRuns: 200 },
    );
    expect(decodeRecords(Buffer.from([0xff, 0x0a, 0x00, 0x0a])).damaged).toBe(2);
  });
});

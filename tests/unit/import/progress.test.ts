import { expect, test } from 'vitest';
import { writeCsv, writeXlsx } from '#app/import/index.ts';
import { readFile } from '#app/import/read/read-file.ts';

const table = {
  name: 'Clients',
  headers: ['Name', 'City'],
  rows: Array.from({ length: 6000 }, (_, at) => [
    { kind: 'text' as const, text: `Client ${at}` },
    { kind: 'text' as const, text: 'Köln' },
  ]),
};
const forms = [
  ['.xlsx', writeXlsx([table, table])],
  ['.csv', new TextEncoder().encode(writeCsv(table, { separator: ';', decimal: ',' }))],
] as const;
const knownHeaders = new Set(['name', 'city']);

test.each(forms)('%s reports its progress from beginning to end', (_, bytes) => {
  const shares: number[] = [];
  const sheets = readFile('list', bytes, {}, { knownHeaders, onProgress: (share) => shares.push(share) > 0 });
  expect(sheets[0]?.lines).toHaveLength(6000);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(new Set(shares).size).toBeGreaterThan(4);
  expect(Math.max(...shares)).toBeGreaterThan(0.9);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
});

test.each(forms)('%s stops when cancelled, at the start, in the middle or at the end', (_, bytes) => {
  let count = 0;
  const countAll = () => ++count > 0;
  readFile('list', bytes, {}, { knownHeaders, onProgress: countAll });
  for (const stopAt of [1, 2, Math.ceil(count / 2), count]) {
    let reported = 0;
    const goesOn = () => ++reported < stopAt;
    expect(() => readFile('list', bytes, {}, { knownHeaders, onProgress: goesOn })).toThrow('cancelled');
    expect(reported).toBe(stopAt);
  }
});

import { describe, expect, test } from 'vitest';
import { splitAddress } from '#app/import/values/addresses.ts';
import { importFiles } from './import-file.ts';

describe('an address in one cell', () => {
  test.each([
    ['Hauptstr. 1, 50667 Köln', ['Hauptstr. 1', '50667', 'Köln', '']],
    ['Hauptstr. 1\nD-50667 Köln\nDeutschland', ['Hauptstr. 1', '50667', 'Köln', 'Deutschland']],
    ['Bahnhofstrasse 5, 8001 Zürich, Switzerland', ['Bahnhofstrasse 5', '8001', 'Zürich', 'Switzerland']],
    ['c/o Ann, Hauptstr. 1; 50667 Köln', ['c/o Ann, Hauptstr. 1', '50667', 'Köln', '']],
    ['1 High St, Leeds LS1 4AB', ['1 High St', 'LS1 4AB', 'Leeds', '']],
    ['1 High St, Leeds, LS1 4AB, United Kingdom', ['1 High St', 'LS1 4AB', 'Leeds', 'United Kingdom']],
    ['1234 Main Street, Springfield, IL 62704, USA', ['1234 Main Street', '62704', 'Springfield, IL', 'USA']],
    ['1234 Main Street, Springfield IL 62704', ['1234 Main Street', '62704', 'Springfield, IL', '']],
  ])('%j', (cell, [street, code, city, country]) =>
    expect(splitAddress(cell)).toEqual({ street, code, city, country }),
  );

  test.each(['1 High St, Unit 4, Leeds, West Yorks, LS1 4AB', '1234 Main Street', '50667 Köln', 'Leeds', ''])(
    '%j is uncertain',
    (cell) => expect(splitAddress(cell)).toBeNull(),
  );
});

test('is split if no other column has the city, and stays whole if it cannot be split', () => {
  const csv = 'Name,Address\nA,"Hauptstr. 1, 50667 Köln"\nB,"1 High St, Leeds LS1 4AB"\nC,Somewhere\n';
  const { map, rows } = importFiles([{ table: 'clients', bytes: new TextEncoder().encode(csv) }]);
  expect(map.Address).toBe('#address');
  expect(rows.map(({ data }) => data)).toEqual([
    { name: 'A', street: 'Hauptstr. 1', postalCode: '50667', city: 'Köln' },
    { name: 'B', street: '1 High St', postalCode: 'LS1 4AB', city: 'Leeds' },
    { name: 'C', street: 'Somewhere' },
  ]);
  const beside = 'Name,Address,City\nA,"Hauptstr. 1, 50667 Köln",Köln\n';
  expect(importFiles([{ table: 'clients', bytes: new TextEncoder().encode(beside) }]).map.Address).toBe('street');
});
